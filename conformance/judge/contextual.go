// SPDX-License-Identifier: Apache-2.0

//go:build !kubernetes_1_31

package main

import (
	"context"
	"fmt"

	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	apirequest "k8s.io/apiserver/pkg/endpoints/request"
)

// missing is the resource that a "not found" names. The server's storage takes it from the
// request in hand, whatever it was that it looked for.
func (g getters) missing(ctx context.Context, listerName, storageName string) string {
	if !g.asStorage {
		return listerName
	}
	if info, ok := apirequest.RequestInfoFrom(ctx); ok {
		return info.Resource
	}
	return storageName
}

func (g getters) GetRole(ctx context.Context, namespace, name string) (*rbacv1.Role, error) {
	return g.role(namespace, name, g.missing(ctx, "role", "roles"))
}

func (g getters) GetClusterRole(ctx context.Context, name string) (*rbacv1.ClusterRole, error) {
	return g.clusterRole(name, g.missing(ctx, "clusterrole", "clusterroles"))
}

func (g getters) ListRoleBindings(_ context.Context, namespace string) ([]*rbacv1.RoleBinding, error) {
	return g.roleBindings[namespace], nil
}

func (g getters) ListClusterRoleBindings(context.Context) ([]*rbacv1.ClusterRoleBinding, error) {
	return g.clusterRoleBindings, nil
}

func (w *world) visitRules(ctx context.Context, who user.Info, namespace string, visitor func(fmt.Stringer, *rbacv1.PolicyRule, error) bool) {
	w.resolver.VisitRulesFor(ctx, who, namespace, visitor)
}

func (w *world) allowedSubjects(ctx context.Context, attributes authorizer.Attributes) ([]rbacv1.Subject, error) {
	return w.subjects.AllowedSubjects(ctx, attributes)
}

func (w *world) listRules(ctx context.Context, who user.Info, namespace string) ([]authorizer.ResourceRuleInfo, []authorizer.NonResourceRuleInfo, bool, error) {
	return w.authorizer.RulesFor(ctx, who, namespace)
}
