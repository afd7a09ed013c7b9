// SPDX-License-Identifier: Apache-2.0

//go:build kubernetes_1_31

package main

import (
	"context"
	"fmt"

	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
)

// Up to 1.31 these interfaces carry no context, and so storage cannot name the request's resource.

func (g getters) missing(listerName, storageName string) string {
	if g.asStorage {
		return storageName
	}
	return listerName
}

func (g getters) GetRole(namespace, name string) (*rbacv1.Role, error) {
	return g.role(namespace, name, g.missing("role", "roles"))
}

func (g getters) GetClusterRole(name string) (*rbacv1.ClusterRole, error) {
	return g.clusterRole(name, g.missing("clusterrole", "clusterroles"))
}

func (g getters) ListRoleBindings(namespace string) ([]*rbacv1.RoleBinding, error) {
	return g.roleBindings[namespace], nil
}

func (g getters) ListClusterRoleBindings() ([]*rbacv1.ClusterRoleBinding, error) {
	return g.clusterRoleBindings, nil
}

func (w *world) visitRules(_ context.Context, who user.Info, namespace string, visitor func(fmt.Stringer, *rbacv1.PolicyRule, error) bool) {
	w.resolver.VisitRulesFor(who, namespace, visitor)
}

func (w *world) allowedSubjects(_ context.Context, attributes authorizer.Attributes) ([]rbacv1.Subject, error) {
	return w.subjects.AllowedSubjects(attributes)
}

func (w *world) listRules(_ context.Context, who user.Info, namespace string) ([]authorizer.ResourceRuleInfo, []authorizer.NonResourceRuleInfo, bool, error) {
	return w.authorizer.RulesFor(who, namespace)
}
