// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"sort"

	rbacv1 "k8s.io/api/rbac/v1"
	rbacvalidation "k8s.io/component-helpers/auth/rbac/validation"
	rbacv1helpers "k8s.io/kubernetes/pkg/apis/rbac/v1"
	rbacregistryvalidation "k8s.io/kubernetes/pkg/registry/rbac/validation"
)

// covers compares two lists of rules as the escalation check does.
func covers(_ *session, line []byte) (any, error) {
	var request struct {
		Owner   []rbacv1.PolicyRule `json:"owner"`
		Servant []rbacv1.PolicyRule `json:"servant"`
	}
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	covered, missing := rbacvalidation.Covers(request.Owner, request.Servant)
	if missing == nil {
		missing = []rbacv1.PolicyRule{}
	}
	lines, err := compactLines(missing)
	if err != nil {
		return nil, err
	}
	return map[string]any{"covers": covered, "missing": missing, "compact": lines}, nil
}

// compactLines are the lines of the 403 message: one per compacted rule, sorted, without repeats.
func compactLines(rules []rbacv1.PolicyRule) ([]string, error) {
	compacted, err := rbacregistryvalidation.CompactRules(rules)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	lines := []string{}
	for _, rule := range compacted {
		line := rbacv1helpers.CompactString(rule)
		if !seen[line] {
			seen[line] = true
			lines = append(lines, line)
		}
	}
	sort.Strings(lines)
	return lines, nil
}
