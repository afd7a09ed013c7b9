// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac/bootstrappolicy"
)

// plain is an object as a user would write it: with apiVersion and kind, and without the empty
// creationTimestamp that older versions print.
func plain(object any, kind string) (map[string]any, error) {
	fields, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
	if err != nil {
		return nil, err
	}
	fields["apiVersion"] = "rbac.authorization.k8s.io/v1"
	fields["kind"] = kind
	if metadata, ok := fields["metadata"].(map[string]any); ok && metadata["creationTimestamp"] == nil {
		delete(metadata, "creationTimestamp")
	}
	return fields, nil
}

func plainAll[T any](items []T, kind string) ([]map[string]any, error) {
	out := make([]map[string]any, 0, len(items))
	for _, item := range items {
		object, err := plain(item, kind)
		if err != nil {
			return nil, err
		}
		out = append(out, object)
	}
	return out, nil
}

// pointers turns upstream's lists of structs into what the conversion takes.
func pointers[T any](items []T) []*T {
	out := make([]*T, len(items))
	for i := range items {
		out[i] = &items[i]
	}
	return out
}

func plainByNamespace[T any](items map[string][]T, kind string) (map[string][]map[string]any, error) {
	out := map[string][]map[string]any{}
	for namespace, list := range items {
		objects, err := plainAll(pointers(list), kind)
		if err != nil {
			return nil, err
		}
		out[namespace] = objects
	}
	return out, nil
}

type policy struct {
	ClusterRoles        []map[string]any            `json:"clusterRoles"`
	ClusterRoleBindings []map[string]any            `json:"clusterRoleBindings"`
	Roles               map[string][]map[string]any `json:"roles"`
	RoleBindings        map[string][]map[string]any `json:"roleBindings"`
	NodeRules           any                         `json:"nodeRules"`
}

// defaultPolicy is what the server writes at its start, with the default feature gates. The
// aggregated roles have no rules here: those come from the aggregation controller.
func defaultPolicy() (p policy, err error) {
	if p.ClusterRoles, err = plainAll(pointers(append(bootstrappolicy.ClusterRoles(), bootstrappolicy.ControllerRoles()...)), "ClusterRole"); err != nil {
		return p, err
	}
	if p.ClusterRoleBindings, err = plainAll(pointers(append(bootstrappolicy.ClusterRoleBindings(), bootstrappolicy.ControllerRoleBindings()...)), "ClusterRoleBinding"); err != nil {
		return p, err
	}
	if p.Roles, err = plainByNamespace(bootstrappolicy.NamespaceRoles(), "Role"); err != nil {
		return p, err
	}
	if p.RoleBindings, err = plainByNamespace(bootstrappolicy.NamespaceRoleBindings(), "RoleBinding"); err != nil {
		return p, err
	}
	p.NodeRules = bootstrappolicy.NodeRules()
	return p, nil
}

func bootstrap(*session, []byte) (any, error) { return defaultPolicy() }

func (w *world) addDefaultPolicy() error {
	p, err := defaultPolicy()
	if err != nil {
		return err
	}
	lists := [][]map[string]any{p.ClusterRoles, p.ClusterRoleBindings}
	for _, objects := range p.Roles {
		lists = append(lists, objects)
	}
	for _, objects := range p.RoleBindings {
		lists = append(lists, objects)
	}
	for _, objects := range lists {
		for _, object := range objects {
			raw, err := json.Marshal(object)
			if err != nil {
				return err
			}
			if err := w.add(raw); err != nil {
				return fmt.Errorf("default policy: %w", err)
			}
		}
	}
	return nil
}
