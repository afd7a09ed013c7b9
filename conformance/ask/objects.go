// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
)

// written is one object of a request, as far as its path needs it.
type written struct {
	resource  resource
	namespace string
	name      string
	body      json.RawMessage
}

func (s *server) locate(raw json.RawMessage, namespace string) (written, error) {
	var head struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
		Metadata   struct {
			Name      string `json:"name"`
			Namespace string `json:"namespace"`
		} `json:"metadata"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return written{}, err
	}
	r, err := s.resourceOf(head.APIVersion, head.Kind)
	if err != nil {
		return written{}, err
	}
	if namespace == "" {
		namespace = head.Metadata.Namespace
	}
	if namespace == "" {
		namespace = "default"
	}
	return written{resource: r, namespace: namespace, name: head.Metadata.Name, body: raw}, nil
}

type applied struct {
	reply
	Verb string `json:"verb,omitempty"`
}

// apply writes objects one after the other: order matters, since an object may be what allows
// the next one.
func (s *server) apply(line []byte) (any, error) {
	var request struct {
		identity
		Objects []json.RawMessage `json:"objects"`
		// Verb is create (POST), update (PUT) or apply (server-side apply). Without one it is
		// update for objects that exist, as the administrator sees it, and create for others.
		Verb            string `json:"verb"`
		Namespace       string `json:"namespace"`
		DryRun          bool   `json:"dryRun"`
		FieldValidation string `json:"fieldValidation"`
		Raw             bool   `json:"raw"`
	}
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	query := url.Values{}
	if request.DryRun {
		query.Set("dryRun", "All")
	}
	if request.FieldValidation != "" {
		query.Set("fieldValidation", request.FieldValidation)
	}
	results := []applied{}
	for _, raw := range request.Objects {
		object, err := s.locate(raw, request.Namespace)
		if err != nil {
			results = append(results, applied{reply: reply{Error: err.Error()}})
			continue
		}
		verb := request.Verb
		if verb == "" {
			verb = s.createOrUpdate(object)
		}
		c, err := object.call(verb, query)
		if err != nil {
			return nil, err
		}
		c.identity, c.Raw = request.identity, request.Raw
		results = append(results, applied{s.do(c), verb})
	}
	return map[string]any{"results": results}, nil
}

func (s *server) createOrUpdate(object written) string {
	if object.name == "" {
		return "create"
	}
	if s.do(call{Path: object.resource.path(object.namespace, object.name)}).Code == http.StatusOK {
		return "update"
	}
	return "create"
}

func (w written) call(verb string, query url.Values) (call, error) {
	c := call{Body: w.body}
	name := w.name
	switch verb {
	case "create":
		c.Method, name = http.MethodPost, ""
	case "update":
		c.Method = http.MethodPut
	case "apply":
		c.Method, c.ContentType = http.MethodPatch, "application/apply-patch+yaml"
		patched := url.Values{"fieldManager": {"rolecall-conformance"}, "force": {"true"}}
		for key, values := range query {
			patched[key] = values
		}
		query = patched
	default:
		return c, fmt.Errorf("verb %q is none of create, update, apply", verb)
	}
	c.Path = w.resource.path(w.namespace, name)
	if len(query) > 0 {
		c.Path += "?" + query.Encode()
	}
	return c, nil
}

func (s *server) delete(line []byte) (any, error) {
	var request struct {
		identity
		Objects   []json.RawMessage `json:"objects"`
		Paths     []string          `json:"paths"`
		Namespace string            `json:"namespace"`
	}
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	results := []reply{}
	for _, raw := range request.Objects {
		object, err := s.locate(raw, request.Namespace)
		if err != nil {
			results = append(results, reply{Error: err.Error()})
			continue
		}
		path := object.resource.path(object.namespace, object.name)
		results = append(results, s.do(call{identity: request.identity, Method: http.MethodDelete, Path: path}))
	}
	for _, path := range request.Paths {
		results = append(results, s.do(call{identity: request.identity, Method: http.MethodDelete, Path: path}))
	}
	return map[string]any{"results": results}, nil
}

func (s *server) namespaces() ([]string, error) {
	answer := s.do(call{Path: "/api/v1/namespaces", Raw: true})
	var list struct {
		Items []struct {
			Metadata struct {
				Name string `json:"name"`
			} `json:"metadata"`
		} `json:"items"`
	}
	if answer.Code != http.StatusOK {
		return nil, fmt.Errorf("namespaces: %d %s", answer.Code, answer.Message+answer.Error)
	}
	if err := json.Unmarshal(answer.Body, &list); err != nil {
		return nil, err
	}
	names := []string{}
	for _, item := range list.Items {
		names = append(names, item.Metadata.Name)
	}
	return names, nil
}

// must makes a request as the administrator that has to succeed.
func (s *server) must(method, path string, body any) error {
	c := call{Method: method, Path: path}
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return err
		}
		c.Body = raw
	}
	if answer := s.do(c); answer.Error != "" || answer.Code >= 300 {
		return fmt.Errorf("%s %s: %d %s", method, path, answer.Code, answer.Message+answer.Error)
	}
	return nil
}
