// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// token makes a token of a ServiceAccount, which it creates if need be: somebody who is really
// there, and so can impersonate others.
func (s *server) token(line []byte) (any, error) {
	var request struct {
		Namespace string `json:"namespace"`
		Name      string `json:"name"`
	}
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	accounts := resource{prefix: "/api/v1", plural: "serviceaccounts", namespaced: true}
	path := accounts.path(request.Namespace, request.Name)
	if s.do(call{Path: path}).Code == http.StatusNotFound {
		account := map[string]any{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": map[string]any{"name": request.Name}}
		if err := s.must(http.MethodPost, accounts.path(request.Namespace, ""), account); err != nil {
			return nil, err
		}
	}
	body := json.RawMessage(`{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{}}`)
	answer := s.do(call{Method: http.MethodPost, Path: path + "/token", Body: body, Raw: true})
	if answer.Code != http.StatusCreated {
		return nil, fmt.Errorf("%s: %d %s", path, answer.Code, answer.Message+answer.Error)
	}
	var made struct {
		Status struct {
			Token string `json:"token"`
		} `json:"status"`
	}
	if err := json.Unmarshal(answer.Body, &made); err != nil {
		return nil, err
	}
	return map[string]any{"token": made.Status.Token}, nil
}
