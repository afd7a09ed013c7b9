// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"net/http"

	authorizationv1 "k8s.io/api/authorization/v1"
)

const authorizationPath = "/apis/authorization.k8s.io/v1/"

type sarAnswer struct {
	Allowed         bool   `json:"allowed"`
	Denied          bool   `json:"denied"`
	Reason          string `json:"reason"`
	EvaluationError string `json:"evaluationError"`
	// Code and Error tell of a review that was not answered.
	Code  int    `json:"code,omitempty"`
	Error string `json:"error,omitempty"`
}

func (s *server) subjectAccessReviews(line []byte) (any, error) {
	var request struct {
		identity
		Requests []json.RawMessage `json:"requests"`
	}
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	answers := make([]sarAnswer, len(request.Requests))
	s.each(len(answers), func(i int) { answers[i] = s.accessReview(request.identity, request.Requests[i]) })
	return map[string]any{"answers": answers}, nil
}

func (s *server) accessReview(as identity, spec json.RawMessage) sarAnswer {
	body := fmt.Appendf(nil, `{"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":%s}`, spec)
	answer := s.do(call{identity: as, Method: http.MethodPost, Path: authorizationPath + "subjectaccessreviews", Body: body, Raw: true})
	if answer.Code != http.StatusCreated {
		return sarAnswer{Code: answer.Code, Error: answer.Message + answer.Error}
	}
	var review authorizationv1.SubjectAccessReview
	if err := json.Unmarshal(answer.Body, &review); err != nil {
		return sarAnswer{Error: err.Error()}
	}
	status := review.Status
	return sarAnswer{Allowed: status.Allowed, Denied: status.Denied, Reason: status.Reason, EvaluationError: status.EvaluationError}
}

func (s *server) selfSubjectRulesReview(line []byte) (any, error) {
	var request struct {
		identity
		Namespace string `json:"namespace"`
	}
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	body, err := json.Marshal(map[string]any{
		"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectRulesReview",
		"spec": map[string]any{"namespace": request.Namespace},
	})
	if err != nil {
		return nil, err
	}
	answer := s.do(call{identity: request.identity, Method: http.MethodPost, Path: authorizationPath + "selfsubjectrulesreviews", Body: body, Raw: true})
	if answer.Code != http.StatusCreated {
		return answer, nil
	}
	var review struct {
		Status json.RawMessage `json:"status"`
	}
	if err := json.Unmarshal(answer.Body, &review); err != nil {
		return nil, err
	}
	return map[string]any{"code": answer.Code, "status": review.Status}, nil
}
