// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
)

type etcdServer struct {
	*embed.Etcd
	clientURL string
}

// startEtcd configures etcd by a file because the names of the corresponding Go fields differ
// between the etcd versions of the Kubernetes minors.
func startEtcd(h home) (*etcdServer, error) {
	clientPort, err := freePort()
	if err != nil {
		return nil, err
	}
	peerPort, err := freePort()
	if err != nil {
		return nil, err
	}
	client := fmt.Sprintf("http://127.0.0.1:%d", clientPort)
	peer := fmt.Sprintf("http://127.0.0.1:%d", peerPort)
	// JSON is YAML, too.
	settings, err := json.Marshal(map[string]any{
		"name":                        "default",
		"data-dir":                    h.path("etcd"),
		"listen-client-urls":          client,
		"advertise-client-urls":       client,
		"listen-peer-urls":            peer,
		"initial-advertise-peer-urls": peer,
		"initial-cluster":             "default=" + peer,
		"unsafe-no-fsync":             true,
		"logger":                      "zap",
		"log-level":                   "error",
		"log-outputs":                 []string{h.path("etcd.log")},
	})
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(h.path("etcd.yaml"), settings, 0o600); err != nil {
		return nil, err
	}
	config, err := embed.ConfigFromFile(h.path("etcd.yaml"))
	if err != nil {
		return nil, err
	}
	running, err := embed.StartEtcd(config)
	if err != nil {
		return nil, err
	}
	select {
	case <-running.Server.ReadyNotify():
		return &etcdServer{running, client}, nil
	case err := <-running.Err():
		return nil, err
	case <-time.After(time.Minute):
		running.Close()
		return nil, errors.New("not ready within a minute")
	}
}

func (e *etcdServer) stop() { e.Close() }

// freePort is a loopback port that was free a moment ago.
func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	port := listener.Addr().(*net.TCPAddr).Port
	return port, listener.Close()
}
