// SPDX-License-Identifier: Apache-2.0

// Command judge answers questions about Kubernetes RBAC with Kubernetes' own code, without a
// server: one JSON object per line on standard input, one JSON object per line on standard
// output, in the same order. README.md in the parent folder lists the operations.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"

	"k8s.io/klog/v2"
)

// session is what one line leaves behind for the following ones.
type session struct {
	world *world
}

type operation func(*session, []byte) (any, error)

var operations = map[string]operation{
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
	if err := serve(os.Stdin, os.Stdout); err != nil {
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

func serve(in io.Reader, out io.Writer) error {
	reader := bufio.NewReaderSize(in, 1<<20)
	writer := bufio.NewWriterSize(out, 1<<20)
	encoder := json.NewEncoder(writer)
	encoder.SetEscapeHTML(false)
	s := &session{world: newWorld()}
	for {
		line, readErr := reader.ReadBytes('\n')
		if line = bytes.TrimSpace(line); len(line) > 0 {
			if err := encoder.Encode(answer(s, line)); err != nil {
				return err
			}
		}
		if readErr == io.EOF {
			return writer.Flush()
		}
		if readErr != nil {
			return readErr
		}
		// Nothing more has arrived yet: whoever asks may be waiting for this answer.
		if reader.Buffered() == 0 {
			if err := writer.Flush(); err != nil {
				return err
			}
		}
	}
}

type failure struct {
	Error string `json:"error"`
}

func answer(s *session, line []byte) (result any) {
	defer func() {
		if r := recover(); r != nil {
			result = failure{Error: fmt.Sprintf("panic: %v", r)}
		}
	}()
	var head struct {
		Op string `json:"op"`
	}
	if err := json.Unmarshal(line, &head); err != nil {
		return failure{Error: err.Error()}
	}
	op, ok := operations[head.Op]
	if !ok {
		return failure{Error: fmt.Sprintf("unknown op %q", head.Op)}
	}
	result, err := op(s, line)
	if err != nil {
		return failure{Error: err.Error()}
	}
	return result
}
