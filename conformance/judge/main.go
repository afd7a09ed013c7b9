// SPDX-License-Identifier: Apache-2.0

// Command judge answers questions about Kubernetes RBAC with Kubernetes' own code, without a
// server: one JSON object per line on standard input, one JSON object per line on standard
// output, in the same order. README.md in the parent folder lists the operations.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"k8s.io/klog/v2"
	"rolecall.dev/conformance/internal/jsonl"
)

// session is what one line leaves behind for the following ones.
type session struct {
	world *world
}

var operations = map[string]func(*session, []byte) (any, error){
	"version":     version,
	"world":       loadWorld,
	"dump":        dumpWorld,
	"authorize":   authorize,
	"rulesFor":    rulesFor,
	"whoCan":      whoCan,
	"covers":      covers,
	"write":       write,
	"validate":    validate,
	"requestInfo": requestInfo,
	"bootstrap":   bootstrap,
	"yaml":        yamlToJSON,
	"yamlStrict":  yamlToJSONStrict,
	"yamlStream":  yamlStream,
}

func main() {
	quietLogs()
	s := &session{world: newWorld()}
	bound := map[string]jsonl.Operation{}
	for name, operation := range operations {
		bound[name] = func(line []byte) (any, error) { return operation(s, line) }
	}
	if err := jsonl.Serve(os.Stdin, os.Stdout, bound); err != nil {
		fmt.Fprintln(os.Stderr, "judge:", err)
		os.Exit(1)
	}
}

// quietLogs keeps upstream's log lines (the aggregation controller announces itself on every
// run) away from standard error.
func quietLogs() {
	flags := flag.NewFlagSet("klog", flag.ContinueOnError)
	klog.InitFlags(flags)
	for name, value := range map[string]string{"logtostderr": "false", "stderrthreshold": "FATAL", "v": "0"} {
		if err := flags.Set(name, value); err != nil {
			panic(err)
		}
	}
	klog.SetOutput(io.Discard)
}
