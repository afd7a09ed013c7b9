// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
	"k8s.io/kubernetes/pkg/controller/clusterroleaggregation"
)

type apiServer struct {
	kubeconfig string
	version    string
	client     kubernetes.Interface
	ended      chan error
	// background is the context of the controllers.
	background context.Context
	cancel     context.CancelFunc
}

func startAPIServer(h home, c *credentials, etcdURL string, extraFlags []string) (*apiServer, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	config, err := c.kubeconfig(fmt.Sprintf("https://127.0.0.1:%d", port))
	if err != nil {
		return nil, err
	}
	s := &apiServer{kubeconfig: h.path("admin.kubeconfig"), ended: make(chan error, 1)}
	if err := writeKubeconfig(config, s.kubeconfig); err != nil {
		return nil, err
	}
	restConfig, err := clientcmd.NewDefaultClientConfig(*config, nil).ClientConfig()
	if err != nil {
		return nil, err
	}
	restConfig.QPS, restConfig.Burst = 1000, 1000
	if s.client, err = kubernetes.NewForConfig(restConfig); err != nil {
		return nil, err
	}
	s.background, s.cancel = context.WithCancel(context.Background())

	command := app.NewAPIServerCommand()
	command.SetArgs(append(serverFlags(c, etcdURL, port), extraFlags...))
	command.SetOut(os.Stderr)
	command.SetErr(os.Stderr)
	go func() { s.ended <- command.Execute() }()
	return s, nil
}

func serverFlags(c *credentials, etcdURL string, port int) []string {
	return []string{
		"--etcd-servers=" + etcdURL,
		"--bind-address=127.0.0.1",
		"--advertise-address=127.0.0.1",
		"--endpoint-reconciler-type=none",
		fmt.Sprintf("--secure-port=%d", port),
		"--cert-dir=" + c.dir,
		"--tls-cert-file=" + c.serverCert,
		"--tls-private-key-file=" + c.serverKey,
		"--client-ca-file=" + c.ca,
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-signing-key-file=" + c.accountKey,
		"--service-account-key-file=" + c.accountKey,
		"--service-cluster-ip-range=10.0.0.0/24",
		"--authorization-mode=RBAC",
		// No controller makes the tokens and the default ServiceAccounts that this one waits for.
		"--disable-admission-plugins=ServiceAccount",
		// The server is there to be asked many questions at once.
		"--enable-priority-and-fairness=false",
		"--max-requests-inflight=0",
		"--max-mutating-requests-inflight=0",
		"--shutdown-delay-duration=0s",
	}
}

// waitUntilReady starts the aggregation controller once the server answers, and returns when the
// default policy is complete.
func (s *apiServer) waitUntilReady(limit time.Duration) error {
	ctx, cancel := context.WithTimeout(s.background, limit)
	defer cancel()
	if err := poll(ctx, s.healthy); err != nil {
		return fmt.Errorf("/readyz: %w", err)
	}
	version, err := s.client.Discovery().ServerVersion()
	if err != nil {
		return err
	}
	s.version = version.GitVersion

	factory := informers.NewSharedInformerFactory(s.client, 0)
	controller := clusterroleaggregation.NewClusterRoleAggregation(factory.Rbac().V1().ClusterRoles(), s.client.RbacV1())
	factory.Start(s.background.Done())
	go controller.Run(s.background, 5)

	if err := poll(ctx, s.defaultsExist); err != nil {
		return fmt.Errorf("default objects: %w", err)
	}
	previous := ""
	if err := poll(ctx, func(ctx context.Context) error { return s.aggregated(ctx, &previous) }); err != nil {
		return fmt.Errorf("aggregated roles: %w", err)
	}
	return nil
}

func (s *apiServer) healthy(ctx context.Context) error {
	_, err := s.client.Discovery().RESTClient().Get().AbsPath("/readyz").DoRaw(ctx)
	return err
}

func (s *apiServer) defaultsExist(ctx context.Context) error {
	if _, err := s.client.RbacV1().ClusterRoleBindings().Get(ctx, "cluster-admin", metav1.GetOptions{}); err != nil {
		return err
	}
	for _, name := range []string{"default", "kube-system"} {
		if _, err := s.client.CoreV1().Namespaces().Get(ctx, name, metav1.GetOptions{}); err != nil {
			return err
		}
	}
	return nil
}

// aggregated is content when the three aggregated roles have rules and none of them has changed
// since the call before.
func (s *apiServer) aggregated(ctx context.Context, previous *string) error {
	state := ""
	for _, name := range []string{"admin", "edit", "view"} {
		role, err := s.client.RbacV1().ClusterRoles().Get(ctx, name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		if len(role.Rules) == 0 {
			return fmt.Errorf("%s has no rules yet", name)
		}
		state += role.ResourceVersion + " "
	}
	settled := state == *previous
	*previous = state
	if !settled {
		return errors.New("still changing")
	}
	return nil
}

// poll repeats an attempt until it succeeds; at the limit it reports the last failure.
func poll(ctx context.Context, attempt func(context.Context) error) error {
	for {
		err := attempt(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func (s *apiServer) announce(out io.Writer) error {
	return printLine(out, map[string]any{"ready": true, "kubeconfig": s.kubeconfig, "version": s.version})
}

// stop waits for the end that a signal, or RequestShutdown, has already asked for. Past the
// limit the process simply ends: nothing of its data is to be kept.
func (s *apiServer) stop() error {
	s.cancel()
	select {
	case err := <-s.ended:
		return err
	case <-time.After(stopTimeout):
		return nil
	}
}
