// SPDX-License-Identifier: Apache-2.0

// Command ask puts questions to a running API server: one JSON object per line on standard
// input, one JSON object per line on standard output, in the same order; what one line asks for
// many times is asked concurrently. README.md in the parent folder lists the operations.
package main

import (
	"flag"
	"fmt"
	"os"

	"rolecall.dev/conformance/internal/jsonl"
)

func main() {
	kubeconfig := flag.String("kubeconfig", os.Getenv("KUBECONFIG"), "kubeconfig of an administrator of the server")
	workers := flag.Int("workers", 16, "how many requests are in flight at once")
	flag.Parse()
	if err := run(*kubeconfig, *workers); err != nil {
		fmt.Fprintln(os.Stderr, "ask:", err)
		os.Exit(1)
	}
}

func run(kubeconfig string, workers int) error {
	s, err := connect(kubeconfig, workers)
	if err != nil {
		return err
	}
	return jsonl.Serve(os.Stdin, os.Stdout, map[string]jsonl.Operation{
		"apply":  s.apply,
		"delete": s.delete,
		"wipe":   s.wipe,
		"settle": s.settle,
		"token":  s.token,
		"sar":    s.subjectAccessReviews,
		"ssrr":   s.selfSubjectRulesReview,
		"http":   s.requests,
		"get":    s.get,
	})
}
