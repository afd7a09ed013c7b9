// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"io"
	"strings"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

type yamlRequest struct {
	Text string `json:"text"`
}

func yamlToJSON(_ *session, line []byte) (any, error) { return convert(line, yaml.YAMLToJSON) }

func yamlToJSONStrict(_ *session, line []byte) (any, error) {
	return convert(line, yaml.YAMLToJSONStrict)
}

func convert(line []byte, parse func([]byte) ([]byte, error)) (any, error) {
	var request yamlRequest
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	out, err := parse([]byte(request.Text))
	if err != nil {
		return nil, err
	}
	return map[string]any{"json": json.RawMessage(out)}, nil
}

// yamlStream splits a text into documents as kubectl does for `-f`, up to the first error.
func yamlStream(_ *session, line []byte) (any, error) {
	var request yamlRequest
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	decoder := utilyaml.NewYAMLOrJSONDecoder(strings.NewReader(request.Text), 4096)
	documents := []json.RawMessage{}
	for {
		var document json.RawMessage
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return map[string]any{"documents": documents, "error": ""}, nil
		}
		if err != nil {
			return map[string]any{"documents": documents, "error": err.Error()}, nil
		}
		if len(document) == 0 {
			document = json.RawMessage("null")
		}
		documents = append(documents, document)
	}
}
