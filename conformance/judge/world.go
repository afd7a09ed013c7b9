// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/validation/path"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install"
	rbacregistryvalidation "k8s.io/kubernetes/pkg/registry/rbac/validation"
	rbacauthorizer "k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac"
	kjson "sigs.k8s.io/json"
)

type namespacedName struct{ namespace, name string }

// world holds RBAC objects in maps, and in the order they were given where the order is visible
// in an answer. It is the storage behind upstream's authorizer.
type world struct {
	roles               map[namespacedName]*rbacv1.Role
	clusterRoles        map[string]*rbacv1.ClusterRole
	roleBindings        map[string][]*rbacv1.RoleBinding
	clusterRoleBindings []*rbacv1.ClusterRoleBinding

	resolver   *rbacregistryvalidation.DefaultRuleResolver
	authorizer *rbacauthorizer.RBACAuthorizer
	subjects   *rbacauthorizer.SubjectAccessEvaluator

	// escalation resolves role references the way the write path does, which words its
	// "not found" differently from the authorizer.
	escalation *rbacregistryvalidation.DefaultRuleResolver
}

func newWorld() *world {
	w := &world{
		roles:        map[namespacedName]*rbacv1.Role{},
		clusterRoles: map[string]*rbacv1.ClusterRole{},
		roleBindings: map[string][]*rbacv1.RoleBinding{},
	}
	asLister := getters{w, false}
	asStorage := getters{w, true}
	w.resolver = rbacregistryvalidation.NewDefaultRuleResolver(asLister, asLister, asLister, asLister)
	w.authorizer = rbacauthorizer.New(asLister, asLister, asLister, asLister)
	w.subjects = rbacauthorizer.NewSubjectAccessEvaluator(asLister, asLister, asLister, asLister, "")
	w.escalation = rbacregistryvalidation.NewDefaultRuleResolver(asStorage, asStorage, asStorage, asStorage)
	return w
}

// getters is the world as upstream's four getter and lister interfaces. Their methods are in
// contextual.go, and for the oldest minor in contextless.go.
type getters struct {
	*world
	// asStorage words what is missing as the server's storage does, not as its listers do.
	asStorage bool
}

func (g getters) role(namespace, name, missing string) (*rbacv1.Role, error) {
	if g.asStorage && namespace == "" {
		return nil, apierrors.NewBadRequest("Namespace parameter required.")
	}
	if err := g.checkKey(name); err != nil {
		return nil, err
	}
	if role, ok := g.roles[namespacedName{namespace, name}]; ok {
		return role, nil
	}
	return nil, apierrors.NewNotFound(rbacv1.Resource(missing), name)
}

func (g getters) clusterRole(name, missing string) (*rbacv1.ClusterRole, error) {
	if err := g.checkKey(name); err != nil {
		return nil, err
	}
	if role, ok := g.clusterRoles[name]; ok {
		return role, nil
	}
	return nil, apierrors.NewNotFound(rbacv1.Resource(missing), name)
}

// checkKey refuses what the server's storage refuses as a key before it looks for it. Upstream's
// function for this would bring the whole of the etcd client along.
func (g getters) checkKey(name string) error {
	if !g.asStorage {
		return nil
	}
	if name == "" {
		return apierrors.NewBadRequest("Name parameter required.")
	}
	if problems := path.IsValidPathSegmentName(name); len(problems) > 0 {
		return apierrors.NewBadRequest(fmt.Sprintf("Name parameter invalid: %q: %s", name, strings.Join(problems, ";")))
	}
	return nil
}

// add takes one object, or a List of them, as it is: nothing is validated, and only the defaults
// that decoding would fill in are filled in. A later object of the same kind and name wins.
func (w *world) add(raw json.RawMessage) error {
	var head struct {
		APIVersion string            `json:"apiVersion"`
		Kind       string            `json:"kind"`
		Items      []json.RawMessage `json:"items"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return err
	}
	if strings.HasSuffix(head.Kind, "List") {
		for _, item := range head.Items {
			if err := w.add(item); err != nil {
				return err
			}
		}
		return nil
	}
	switch head.Kind {
	case "Role":
		role := &rbacv1.Role{}
		if err := decodeInto(raw, role); err != nil {
			return err
		}
		w.roles[namespacedName{role.Namespace, role.Name}] = role
	case "ClusterRole":
		role := &rbacv1.ClusterRole{}
		if err := decodeInto(raw, role); err != nil {
			return err
		}
		w.clusterRoles[role.Name] = role
	case "RoleBinding":
		binding := &rbacv1.RoleBinding{}
		if err := decodeInto(raw, binding); err != nil {
			return err
		}
		w.roleBindings[binding.Namespace] = append(w.roleBindings[binding.Namespace], binding)
	case "ClusterRoleBinding":
		binding := &rbacv1.ClusterRoleBinding{}
		if err := decodeInto(raw, binding); err != nil {
			return err
		}
		w.clusterRoleBindings = append(w.clusterRoleBindings, binding)
	default:
		return fmt.Errorf("kind %q is not an RBAC object", head.Kind)
	}
	return nil
}

// decodeInto reads JSON the way the server does: field names are case-sensitive and unknown
// fields are dropped.
func decodeInto(raw []byte, object runtime.Object) error {
	if err := kjson.UnmarshalCaseSensitivePreserveInts(raw, object); err != nil {
		return err
	}
	legacyscheme.Scheme.Default(object)
	return nil
}

// dedupeBindings keeps the last binding of each name, at the place of the first.
func (w *world) dedupeBindings() {
	w.clusterRoleBindings = keepLast(w.clusterRoleBindings, func(b *rbacv1.ClusterRoleBinding) string { return b.Name })
	for namespace, bindings := range w.roleBindings {
		w.roleBindings[namespace] = keepLast(bindings, func(b *rbacv1.RoleBinding) string { return b.Name })
	}
}

func keepLast[T any](items []T, key func(T) string) []T {
	at := make(map[string]int, len(items))
	var kept []T
	for _, item := range items {
		if i, ok := at[key(item)]; ok {
			kept[i] = item
			continue
		}
		at[key(item)] = len(kept)
		kept = append(kept, item)
	}
	return kept
}

func loadWorld(s *session, line []byte) (any, error) {
	var request struct {
		Objects   []json.RawMessage `json:"objects"`
		Aggregate bool              `json:"aggregate"`
		// Bootstrap puts the default policy of this Kubernetes in first.
		Bootstrap bool `json:"bootstrap"`
	}
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	w := newWorld()
	if request.Bootstrap {
		if err := w.addDefaultPolicy(); err != nil {
			return nil, err
		}
	}
	for i, raw := range request.Objects {
		if err := w.add(raw); err != nil {
			return nil, fmt.Errorf("objects[%d]: %w", i, err)
		}
	}
	w.dedupeBindings()
	answer := map[string]any{"ok": true}
	if request.Aggregate {
		applied, err := w.aggregate()
		if err != nil {
			return nil, err
		}
		answer["applied"] = applied
	}
	s.world = w
	return answer, nil
}

// dumpWorld answers with the objects as they stand, sorted by namespace and name, which shows
// what aggregation made. With names it is these ClusterRoles only.
func dumpWorld(s *session, line []byte) (any, error) {
	var request struct {
		Names []string `json:"names"`
	}
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	w := s.world
	if request.Names != nil {
		var chosen []*rbacv1.ClusterRole
		for _, name := range request.Names {
			if role, ok := w.clusterRoles[name]; ok {
				chosen = append(chosen, role)
			}
		}
		clusterRoles, err := plainAll(chosen, "ClusterRole")
		return map[string]any{"clusterRoles": clusterRoles}, err
	}
	var roleBindings []*rbacv1.RoleBinding
	for _, bindings := range w.roleBindings {
		roleBindings = append(roleBindings, bindings...)
	}
	answer := map[string]any{}
	for key, dump := range map[string]func() ([]map[string]any, error){
		"clusterRoles": func() ([]map[string]any, error) { return plainSorted(maps.Values(w.clusterRoles), "ClusterRole") },
		"clusterRoleBindings": func() ([]map[string]any, error) {
			return plainSorted(slices.Values(w.clusterRoleBindings), "ClusterRoleBinding")
		},
		"roles":        func() ([]map[string]any, error) { return plainSorted(maps.Values(w.roles), "Role") },
		"roleBindings": func() ([]map[string]any, error) { return plainSorted(slices.Values(roleBindings), "RoleBinding") },
	} {
		objects, err := dump()
		if err != nil {
			return nil, err
		}
		answer[key] = objects
	}
	return answer, nil
}

func plainSorted[T metav1.Object](items iter.Seq[T], kind string) ([]map[string]any, error) {
	sorted := slices.SortedFunc(items, func(a, b T) int {
		return cmp.Or(cmp.Compare(a.GetNamespace(), b.GetNamespace()), cmp.Compare(a.GetName(), b.GetName()))
	})
	return plainAll(sorted, kind)
}
