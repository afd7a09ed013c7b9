// SPDX-License-Identifier: Apache-2.0

// Command server is a real kube-apiserver with RBAC authorization, its etcd and the ClusterRole
// aggregation controller in one process, for asking it questions. It listens on loopback only,
// keeps everything in one folder which it removes at its end, and ends when its standard input
// is closed or on SIGTERM.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	genericapiserver "k8s.io/apiserver/pkg/server"
)

const (
	startTimeout = 3 * time.Minute
	stopTimeout  = 20 * time.Second
)

func main() {
	var dir, log string
	flag.StringVar(&dir, "dir", "", "folder for the kubeconfig and all data, made if missing; what the server makes in it is removed at the end (default: a temporary folder)")
	flag.StringVar(&log, "log", "", "file for the server's log, which is kept (default: in the folder, removed with it)")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: server [-dir folder] [-log file] [-- further kube-apiserver flags]")
		flag.PrintDefaults()
	}
	flag.Parse()
	if err := run(dir, log, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "server:", err)
		os.Exit(1)
	}
}

func run(dir, log string, extraFlags []string) (err error) {
	home, err := makeHome(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, home.remove()) }()

	complaints := os.Stderr
	if log == "" {
		log = home.path("apiserver.log")
	}
	logFile, err := os.Create(log)
	if err != nil {
		return err
	}
	// Kubernetes and etcd log to standard error whenever they are not told otherwise in time.
	os.Stderr = logFile
	defer func() {
		os.Stderr = complaints
		err = errors.Join(err, logFile.Close())
	}()

	credentials, err := makeCredentials(home)
	if err != nil {
		return err
	}
	etcd, err := startEtcd(home)
	if err != nil {
		return fmt.Errorf("etcd: %w", err)
	}
	defer etcd.stop()

	// The apiserver's own command listens for the same signals; this one is for the wait below.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	apiserver, err := startAPIServer(home, credentials, etcd.clientURL, extraFlags)
	if err != nil {
		return err
	}
	ready := make(chan error, 1)
	go func() { ready <- apiserver.waitUntilReady(startTimeout) }()
	orphaned := make(chan struct{})
	go func() {
		// An error means the same as the end: nobody is there any more.
		_, _ = io.Copy(io.Discard, os.Stdin)
		close(orphaned)
	}()

	for {
		select {
		case err := <-ready:
			if err != nil {
				genericapiserver.RequestShutdown()
				return errors.Join(fmt.Errorf("not ready: %w (%s)", err, tail(log)), apiserver.stop())
			}
			if err := apiserver.announce(os.Stdout); err != nil {
				return err
			}
		case err := <-apiserver.ended:
			if err == nil {
				return nil // it saw the signal before this loop did
			}
			return fmt.Errorf("kube-apiserver: %w (%s)", err, tail(log))
		case <-signals:
			return apiserver.stop()
		case <-orphaned:
			genericapiserver.RequestShutdown()
			return apiserver.stop()
		}
	}
}

// home is the folder for everything that the process writes.
type home struct {
	dir string
	own bool
}

func makeHome(dir string) (home, error) {
	if dir == "" {
		dir, err := os.MkdirTemp("", "rolecall-apiserver-")
		return home{dir: dir, own: true}, err
	}
	_, err := os.Stat(dir)
	own := errors.Is(err, os.ErrNotExist)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return home{}, err
	}
	absolute, err := filepath.Abs(dir)
	return home{dir: absolute, own: own}, err
}

func (h home) path(name string) string { return filepath.Join(h.dir, name) }

// remove deletes what was made, and the folder itself if that was made here too.
func (h home) remove() error {
	if h.own {
		return os.RemoveAll(h.dir)
	}
	var failures error
	for _, name := range []string{"etcd", "etcd.yaml", "etcd.log", "certs", "admin.kubeconfig", "apiserver.log"} {
		failures = errors.Join(failures, os.RemoveAll(h.path(name)))
	}
	return failures
}

// tail is the end of a log file, for an error message.
func tail(file string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	const length = 2000
	if len(text) > length {
		text = text[len(text)-length:]
	}
	return string(text)
}

func printLine(out io.Writer, value any) error {
	return json.NewEncoder(out).Encode(value)
}
