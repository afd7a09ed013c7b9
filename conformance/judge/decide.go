// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"

	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	rbacauthorizer "k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac"
)

// question is one authorization question; a path makes it a non-resource one.
type question struct {
	User        string   `json:"user"`
	Groups      []string `json:"groups"`
	Verb        string   `json:"verb"`
	Namespace   string   `json:"namespace"`
	APIGroup    string   `json:"apiGroup"`
	Resource    string   `json:"resource"`
	Subresource string   `json:"subresource"`
	Name        string   `json:"name"`
	Path        *string  `json:"path"`
}

func (q *question) attributes() authorizer.AttributesRecord {
	attributes := authorizer.AttributesRecord{
		User:      &user.DefaultInfo{Name: q.User, Groups: q.Groups},
		Verb:      q.Verb,
		Namespace: q.Namespace,
	}
	if q.Path != nil {
		attributes.Path = *q.Path
		return attributes
	}
	attributes.ResourceRequest = true
	attributes.APIGroup = q.APIGroup
	attributes.APIVersion = "*"
	attributes.Resource = q.Resource
	attributes.Subresource = q.Subresource
	attributes.Name = q.Name
	return attributes
}

type verdict struct {
	Allowed bool   `json:"allowed"`
	Reason  string `json:"reason"`
	// Reasons are all reasons a running server may give for this allow: it walks its bindings in
	// no particular order, but always the ClusterRoleBindings before the RoleBindings.
	Reasons []string `json:"reasons,omitempty"`
	// Sources are the reasons of every binding that allows, of both tiers.
	Sources []string `json:"sources,omitempty"`
}

func authorize(s *session, line []byte) (any, error) {
	var request struct {
		question
		Requests []question `json:"requests"`
		// Brief leaves out reasons and sources, which need a second, complete walk.
		Brief bool `json:"brief"`
	}
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	if request.Requests == nil {
		return s.world.decide(&request.question, request.Brief)
	}
	answers := make([]verdict, len(request.Requests))
	for i := range request.Requests {
		answer, err := s.world.decide(&request.Requests[i], request.Brief)
		if err != nil {
			return nil, fmt.Errorf("requests[%d]: %w", i, err)
		}
		answers[i] = answer
	}
	return map[string]any{"answers": answers}, nil
}

func (w *world) decide(q *question, brief bool) (verdict, error) {
	ctx := context.Background()
	attributes := q.attributes()
	decision, reason, err := w.authorizer.Authorize(ctx, attributes)
	if err != nil {
		return verdict{}, err
	}
	answer := verdict{Allowed: decision == authorizer.DecisionAllow, Reason: reason}
	if brief || !answer.Allowed {
		return answer, nil
	}
	answer.Reasons = w.sources(ctx, attributes, "")
	if len(answer.Reasons) == 0 {
		answer.Reasons = w.sources(ctx, attributes, attributes.Namespace)
		answer.Sources = answer.Reasons
	} else if attributes.Namespace == "" {
		answer.Sources = answer.Reasons
	} else {
		answer.Sources = w.sources(ctx, attributes, attributes.Namespace)
	}
	return answer, nil
}

// sources names each binding seen from the namespace that allows the request, in upstream's
// words. Without a namespace only ClusterRoleBindings are seen.
func (w *world) sources(ctx context.Context, attributes authorizer.AttributesRecord, namespace string) []string {
	var found []string
	last := ""
	w.visitRules(ctx, attributes.User, namespace, func(source fmt.Stringer, rule *rbacv1.PolicyRule, _ error) bool {
		if rule == nil || !rbacauthorizer.RuleAllows(attributes, rule) {
			return true
		}
		if reason := "RBAC: allowed by " + source.String(); reason != last {
			found = append(found, reason)
			last = reason
		}
		return true
	})
	return found
}

func rulesFor(s *session, line []byte) (any, error) {
	var request struct {
		User      string   `json:"user"`
		Groups    []string `json:"groups"`
		Namespace string   `json:"namespace"`
	}
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	info := &user.DefaultInfo{Name: request.User, Groups: request.Groups}
	resources, nonResources, incomplete, err := s.world.listRules(context.Background(), info, request.Namespace)
	type rule struct {
		Verbs           []string `json:"verbs"`
		APIGroups       []string `json:"apiGroups,omitempty"`
		Resources       []string `json:"resources,omitempty"`
		ResourceNames   []string `json:"resourceNames,omitempty"`
		NonResourceURLs []string `json:"nonResourceURLs,omitempty"`
	}
	resourceRules, nonResourceRules := []rule{}, []rule{}
	for _, r := range resources {
		resourceRules = append(resourceRules, rule{
			Verbs: r.GetVerbs(), APIGroups: r.GetAPIGroups(), Resources: r.GetResources(), ResourceNames: r.GetResourceNames(),
		})
	}
	for _, r := range nonResources {
		nonResourceRules = append(nonResourceRules, rule{Verbs: r.GetVerbs(), NonResourceURLs: r.GetNonResourceURLs()})
	}
	return map[string]any{
		"resourceRules": resourceRules, "nonResourceRules": nonResourceRules, "incomplete": incomplete, "evaluationError": text(err),
	}, nil
}

func whoCan(s *session, line []byte) (any, error) {
	var q question
	if err := json.Unmarshal(line, &q); err != nil {
		return nil, err
	}
	subjects, err := s.world.allowedSubjects(context.Background(), q.attributes())
	return map[string]any{"subjects": subjects, "evaluationError": text(err)}, nil
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
