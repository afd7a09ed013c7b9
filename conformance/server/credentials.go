// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"time"

	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// credentials are the files of a certificate authority made for one run, and what it signed.
type credentials struct {
	dir, ca, serverCert, serverKey, adminCert, adminKey, accountKey string
}

func makeCredentials(h home) (*credentials, error) {
	dir := h.path("certs")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	c := &credentials{dir: dir}
	ca, err := makeAuthority()
	if err != nil {
		return nil, err
	}
	file := func(name string) string { return h.path("certs/" + name) }
	c.ca, c.serverCert, c.serverKey = file("ca.crt"), file("server.crt"), file("server.key")
	c.adminCert, c.adminKey, c.accountKey = file("admin.crt"), file("admin.key"), file("service-accounts.key")
	if err := writePEM(c.ca, "CERTIFICATE", ca.certificate.Raw); err != nil {
		return nil, err
	}
	err = ca.issue(c.serverCert, c.serverKey, &x509.Certificate{
		Subject:     pkix.Name{CommonName: "kube-apiserver"},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:    []string{"localhost", "kubernetes.default.svc"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	})
	if err != nil {
		return nil, err
	}
	err = ca.issue(c.adminCert, c.adminKey, &x509.Certificate{
		Subject:     pkix.Name{CommonName: "rolecall-admin", Organization: []string{"system:masters"}},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	})
	if err != nil {
		return nil, err
	}
	accountKey, err := newKey()
	if err != nil {
		return nil, err
	}
	return c, writeKey(c.accountKey, accountKey)
}

type authority struct {
	certificate *x509.Certificate
	key         crypto.Signer
}

func makeAuthority() (*authority, error) {
	key, err := newKey()
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "rolecall-conformance"},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(30 * 24 * time.Hour),
		KeyUsage:              x509.KeyUsageCertSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(raw)
	return &authority{certificate, key}, err
}

func (a *authority) issue(certFile, keyFile string, template *x509.Certificate) error {
	key, err := newKey()
	if err != nil {
		return err
	}
	if template.SerialNumber, err = rand.Int(rand.Reader, big.NewInt(1<<62)); err != nil {
		return err
	}
	template.NotBefore, template.NotAfter = a.certificate.NotBefore, a.certificate.NotAfter
	template.KeyUsage = x509.KeyUsageDigitalSignature
	raw, err := x509.CreateCertificate(rand.Reader, template, a.certificate, key.Public(), a.key)
	if err != nil {
		return err
	}
	if err := writePEM(certFile, "CERTIFICATE", raw); err != nil {
		return err
	}
	return writeKey(keyFile, key)
}

func newKey() (*ecdsa.PrivateKey, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) }

func writeKey(file string, key *ecdsa.PrivateKey) error {
	raw, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return writePEM(file, "EC PRIVATE KEY", raw)
}

func writePEM(file, kind string, raw []byte) error {
	return os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: raw}), 0o600)
}

// kubeconfig has everything inside, so that it can be copied away.
func (c *credentials) kubeconfig(server string) (*clientcmdapi.Config, error) {
	var contents [3][]byte
	for i, file := range []string{c.ca, c.adminCert, c.adminKey} {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		contents[i] = text
	}
	config := clientcmdapi.NewConfig()
	config.Clusters["conformance"] = &clientcmdapi.Cluster{Server: server, CertificateAuthorityData: contents[0]}
	config.AuthInfos["admin"] = &clientcmdapi.AuthInfo{ClientCertificateData: contents[1], ClientKeyData: contents[2]}
	config.Contexts["conformance"] = &clientcmdapi.Context{Cluster: "conformance", AuthInfo: "admin"}
	config.CurrentContext = "conformance"
	return config, nil
}

func writeKubeconfig(config *clientcmdapi.Config, file string) error {
	return clientcmd.WriteToFile(*config, file)
}
