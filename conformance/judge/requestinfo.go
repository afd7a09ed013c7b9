// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"net/http"
	"net/url"

	"k8s.io/apimachinery/pkg/util/sets"
	apirequest "k8s.io/apiserver/pkg/endpoints/request"
)

// requestInfos is configured as the server configures it.
var requestInfos = &apirequest.RequestInfoFactory{
	APIPrefixes:          sets.NewString("api", "apis"),
	GrouplessAPIPrefixes: sets.NewString("api"),
}

func requestInfo(_ *session, line []byte) (any, error) {
	var request struct {
		Method string `json:"method"`
		URL    string `json:"url"`
	}
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	// The same reading of the request target as in net/http's server.
	target, err := url.ParseRequestURI(request.URL)
	if err != nil {
		return nil, err
	}
	info, err := requestInfos.NewRequestInfo(&http.Request{Method: request.Method, URL: target, Header: http.Header{}})
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"isResourceRequest": info.IsResourceRequest,
		"path":              info.Path,
		"verb":              info.Verb,
		"apiPrefix":         info.APIPrefix,
		"apiGroup":          info.APIGroup,
		"apiVersion":        info.APIVersion,
		"namespace":         info.Namespace,
		"resource":          info.Resource,
		"subresource":       info.Subresource,
		"name":              info.Name,
		"parts":             info.Parts,
		"fieldSelector":     info.FieldSelector,
		"labelSelector":     info.LabelSelector,
	}, nil
}
