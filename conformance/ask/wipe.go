// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

// notDefault selects every RBAC object that is not of the default policy.
var notDefault = url.Values{"labelSelector": {"kubernetes.io/bootstrapping!=rbac-defaults"}}.Encode()

// wipe deletes every RBAC object that is not of the default policy.
//
// The aggregation controller writes with server-side apply, which creates what does not exist: a
// role that it has just worked out is back, without its aggregationRule, if it was deleted
// meanwhile. So the aggregated roles go first, and all is over only when nothing comes back.
func (s *server) wipe([]byte) (any, error) {
	roles, err := s.otherClusterRoles()
	if err != nil {
		return nil, err
	}
	for _, role := range roles {
		if role.aggregated {
			if err := s.must(http.MethodDelete, rbacPath+"/clusterroles/"+url.PathEscape(role.name), nil); err != nil {
				return nil, err
			}
		}
	}
	namespaces, err := s.namespaces()
	if err != nil {
		return nil, err
	}
	paths := []string{rbacPath + "/clusterrolebindings", rbacPath + "/clusterroles"}
	for _, namespace := range namespaces {
		folder := rbacPath + "/namespaces/" + namespace
		paths = append(paths, folder+"/rolebindings", folder+"/roles")
	}
	failures := make([]error, len(paths))
	s.each(len(paths), func(i int) { failures[i] = s.must(http.MethodDelete, paths[i]+"?"+notDefault, nil) })
	if err := errors.Join(failures...); err != nil {
		return nil, err
	}
	calm := 0
	err = until("what was deleted", func() (bool, error) {
		back, err := s.otherClusterRoles()
		if err != nil {
			return false, err
		}
		if calm++; len(back) > 0 {
			calm = 0
			err = s.must(http.MethodDelete, rbacPath+"/clusterroles?"+notDefault, nil)
		}
		return calm >= 3, err
	})
	return map[string]any{"ok": err == nil}, err
}

type clusterRole struct {
	name       string
	aggregated bool
}

func (s *server) otherClusterRoles() ([]clusterRole, error) {
	answer := s.do(call{Path: rbacPath + "/clusterroles?" + notDefault, Raw: true})
	if answer.Code != http.StatusOK {
		return nil, fmt.Errorf("clusterroles: %d %s", answer.Code, answer.Message+answer.Error)
	}
	var list struct {
		Items []struct {
			Metadata struct {
				Name string `json:"name"`
			} `json:"metadata"`
			AggregationRule *json.RawMessage `json:"aggregationRule"`
		} `json:"items"`
	}
	if err := json.Unmarshal(answer.Body, &list); err != nil {
		return nil, err
	}
	var roles []clusterRole
	for _, item := range list.Items {
		roles = append(roles, clusterRole{item.Metadata.Name, item.AggregationRule != nil})
	}
	return roles, nil
}
