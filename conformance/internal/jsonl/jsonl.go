// SPDX-License-Identifier: Apache-2.0

// Package jsonl serves a protocol of one JSON object per line in and one per line out.
package jsonl

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// Operation answers one line. What it returns is encoded as JSON.
type Operation func(line []byte) (any, error)

type failure struct {
	Error string `json:"error"`
}

// Serve answers every line of in by the operation that its field "op" names, in order. A line
// that cannot be answered is answered with {"error":…}; only failing input or output ends it.
func Serve(in io.Reader, out io.Writer, operations map[string]Operation) error {
	reader := bufio.NewReaderSize(in, 1<<20)
	writer := bufio.NewWriterSize(out, 1<<20)
	encoder := json.NewEncoder(writer)
	encoder.SetEscapeHTML(false)
	for {
		line, readErr := reader.ReadBytes('\n')
		if line = bytes.TrimSpace(line); len(line) > 0 {
			if err := encoder.Encode(answer(operations, line)); err != nil {
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

func answer(operations map[string]Operation, line []byte) (result any) {
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
	operation, ok := operations[head.Op]
	if !ok {
		return failure{Error: fmt.Sprintf("unknown op %q", head.Op)}
	}
	result, err := operation(line)
	if err != nil {
		return failure{Error: err.Error()}
	}
	return result
}
