// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

const (
	rbacGroup   = "rbac.authorization.k8s.io"
	rbacPath    = "/apis/" + rbacGroup + "/v1"
	settleLimit = 30 * time.Second
)

// settle waits until the server's authorizer, which reads caches, has seen everything written
// before. It writes one object of each of the four kinds, the last of its kind to be seen, and
// asks until they take effect. With "aggregation" it also waits for the aggregation controller.
func (s *server) settle(line []byte) (any, error) {
	var request struct {
		Aggregation bool `json:"aggregation"`
	}
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	started := time.Now()
	canary := newCanary()
	defer canary.remove(s)
	if request.Aggregation {
		if err := canary.aggregation(s); err != nil {
			return nil, err
		}
	}
	if err := canary.authorizer(s); err != nil {
		return nil, err
	}
	return map[string]any{"ok": true, "milliseconds": time.Since(started).Milliseconds()}, nil
}

type canary struct {
	name string
	made []string
}

func newCanary() *canary { return &canary{name: "rolecall-canary-" + rand.Text()} }

func (c *canary) create(s *server, kind, collection string, fields map[string]any) error {
	object := map[string]any{"apiVersion": rbacGroup + "/v1", "kind": kind, "metadata": map[string]any{"name": c.name}}
	for key, value := range fields {
		object[key] = value
	}
	if err := s.must(http.MethodPost, collection, object); err != nil {
		return err
	}
	c.made = append(c.made, collection+"/"+c.name)
	return nil
}

// remove takes the canaries away again; one that stays behind harms nobody but the tidiness.
func (c *canary) remove(s *server) {
	for _, path := range c.made {
		_ = s.must(http.MethodDelete, path, nil)
	}
}

func (c *canary) authorizer(s *server) error {
	rules := func(resource string) map[string]any {
		return map[string]any{"rules": []any{map[string]any{"verbs": []string{"get"}, "apiGroups": []string{"rolecall.dev"}, "resources": []string{resource}}}}
	}
	binding := func(kind string) map[string]any {
		return map[string]any{
			"roleRef":  map[string]any{"apiGroup": rbacGroup, "kind": kind, "name": c.name},
			"subjects": []any{map[string]any{"apiGroup": rbacGroup, "kind": "User", "name": c.name}},
		}
	}
	namespaced := rbacPath + "/namespaces/default"
	err := errors.Join(
		c.create(s, "ClusterRole", rbacPath+"/clusterroles", rules("everywhere")),
		c.create(s, "Role", namespaced+"/roles", rules("here")),
		c.create(s, "ClusterRoleBinding", rbacPath+"/clusterrolebindings", binding("ClusterRole")),
		c.create(s, "RoleBinding", namespaced+"/rolebindings", binding("Role")),
	)
	if err != nil {
		return err
	}
	for _, resource := range []string{"everywhere", "here"} {
		spec := fmt.Appendf(nil, `{"user":%q,"resourceAttributes":{"namespace":"default","verb":"get","group":"rolecall.dev","resource":%q}}`, c.name, resource)
		err := until("the authorizer's caches", func() (bool, error) {
			answer := s.accessReview(identity{}, spec)
			if answer.Error != "" {
				return false, errors.New(answer.Error)
			}
			return answer.Allowed, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// aggregation adds a pair of roles of which one gathers the other, waits for that, and then for
// all aggregated roles to stay as they are for three looks in a row.
func (c *canary) aggregation(s *server) error {
	gatherer := &canary{name: c.name + "-gatherer"}
	source := &canary{name: c.name + "-source"}
	defer gatherer.remove(s)
	defer source.remove(s)
	label := map[string]string{"rolecall.dev/canary": c.name}
	collection := rbacPath + "/clusterroles"
	err := errors.Join(
		gatherer.create(s, "ClusterRole", collection, map[string]any{
			"aggregationRule": map[string]any{"clusterRoleSelectors": []any{map[string]any{"matchLabels": label}}},
		}),
		source.create(s, "ClusterRole", collection, map[string]any{
			"metadata": map[string]any{"name": source.name, "labels": label},
			"rules":    []any{map[string]any{"verbs": []string{"get"}, "nonResourceURLs": []string{"/rolecall"}}},
		}),
	)
	if err != nil {
		return err
	}
	before, calm := "", 0
	return until("the aggregation controller", func() (bool, error) {
		state, gathered, err := s.aggregatedRoles(gatherer.name)
		if err != nil {
			return false, err
		}
		if gathered && state == before {
			calm++
		} else {
			calm = 0
		}
		before = state
		return calm >= 3, nil
	})
}

// aggregatedRoles is a text that changes with any aggregated role, and whether the named one has
// rules.
func (s *server) aggregatedRoles(name string) (string, bool, error) {
	answer := s.do(call{Path: rbacPath + "/clusterroles", Raw: true})
	if answer.Code != http.StatusOK {
		return "", false, fmt.Errorf("clusterroles: %d %s", answer.Code, answer.Message+answer.Error)
	}
	var list struct {
		Items []struct {
			Metadata struct {
				Name            string `json:"name"`
				ResourceVersion string `json:"resourceVersion"`
			} `json:"metadata"`
			AggregationRule *json.RawMessage  `json:"aggregationRule"`
			Rules           []json.RawMessage `json:"rules"`
		} `json:"items"`
	}
	if err := json.Unmarshal(answer.Body, &list); err != nil {
		return "", false, err
	}
	state, gathered := "", false
	for _, role := range list.Items {
		if role.AggregationRule == nil {
			continue
		}
		state += role.Metadata.Name + " " + role.Metadata.ResourceVersion + "\n"
		gathered = gathered || role.Metadata.Name == name && len(role.Rules) > 0
	}
	return state, gathered, nil
}

func until(what string, attempt func() (bool, error)) error {
	for deadline := time.Now().Add(settleLimit); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if done, err := attempt(); err != nil || done {
			return err
		}
	}
	return fmt.Errorf("%s did not settle within %s", what, settleLimit)
}
