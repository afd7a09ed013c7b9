// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	rbacapiv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/authentication/user"
	apirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/rbac"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrole"
	clusterrolepolicy "k8s.io/kubernetes/pkg/registry/rbac/clusterrole/policybased"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrolebinding"
	clusterrolebindingpolicy "k8s.io/kubernetes/pkg/registry/rbac/clusterrolebinding/policybased"
	"k8s.io/kubernetes/pkg/registry/rbac/role"
	rolepolicy "k8s.io/kubernetes/pkg/registry/rbac/role/policybased"
	"k8s.io/kubernetes/pkg/registry/rbac/rolebinding"
	rolebindingpolicy "k8s.io/kubernetes/pkg/registry/rbac/rolebinding/policybased"
)

// strategy is what the four strategies of the group have in common.
type strategy interface {
	rest.RESTCreateStrategy
	rest.RESTUpdateStrategy
}

// writeStorage is the two methods of the policy-based storages that are asked here.
type writeStorage interface {
	rest.Creater
	rest.Updater
}

type writableKind struct {
	resource string
	strategy strategy
	guarded  func(*world, rest.StandardStorage) writeStorage
}

var writableKinds = map[string]writableKind{
	"Role": {"roles", role.Strategy, func(w *world, s rest.StandardStorage) writeStorage {
		return rolepolicy.NewStorage(s, w.authorizer, w.escalation)
	}},
	"ClusterRole": {"clusterroles", clusterrole.Strategy, func(w *world, s rest.StandardStorage) writeStorage {
		return clusterrolepolicy.NewStorage(s, w.authorizer, w.escalation)
	}},
	"RoleBinding": {"rolebindings", rolebinding.Strategy, func(w *world, s rest.StandardStorage) writeStorage {
		return rolebindingpolicy.NewStorage(s, w.authorizer, w.escalation)
	}},
	"ClusterRoleBinding": {"clusterrolebindings", clusterrolebinding.Strategy, func(w *world, s rest.StandardStorage) writeStorage {
		return clusterrolebindingpolicy.NewStorage(s, w.authorizer, w.escalation)
	}},
}

type writeRequest struct {
	Object json.RawMessage `json:"object"`
	Old    json.RawMessage `json:"old"`
	// Verb is create (POST) or update (PUT); an update without old creates. Without a verb it is
	// update when old is given, else create.
	Verb string `json:"verb"`
	// Namespace is the one in the URL; the object's own if absent.
	Namespace *string  `json:"namespace"`
	User      string   `json:"user"`
	Groups    []string `json:"groups"`
}

type fieldError struct {
	Type     string `json:"type"`
	Field    string `json:"field"`
	Detail   string `json:"detail"`
	BadValue any    `json:"badValue"`
	Message  string `json:"message"`
}

type outcome struct {
	OK           bool         `json:"ok"`
	Errors       []fieldError `json:"errors"`
	Code         int32        `json:"code,omitempty"`
	Reason       string       `json:"reason,omitempty"`
	Message      string       `json:"message,omitempty"`
	DecodeError  string       `json:"decodeError,omitempty"`
	StrictErrors []string     `json:"strictErrors,omitempty"`
}

// write asks what the server would make of writing an object as somebody: the escalation check
// against the loaded world, then validation. Whether the user may use the verb at all is a
// question for authorize.
func write(s *session, line []byte) (any, error) {
	var request writeRequest
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	return s.world.write(&request)
}

// validate is write as somebody whom no escalation check stops.
func validate(s *session, line []byte) (any, error) {
	var request writeRequest
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	request.User, request.Groups = "judge", []string{user.SystemPrivilegedGroup}
	return s.world.write(&request)
}

func (w *world) write(request *writeRequest) (outcome, error) {
	result := outcome{Errors: []fieldError{}}
	object, kindName, err := decodeInternal(request.Object, &result)
	if err != nil || object == nil {
		return result, err
	}
	kind, ok := writableKinds[kindName]
	if !ok {
		return result, fmt.Errorf("kind %q is not an RBAC object", kindName)
	}
	accessor, err := meta.Accessor(object)
	if err != nil {
		return result, err
	}
	var old runtime.Object
	if len(request.Old) > 0 && string(request.Old) != "null" {
		var ignored outcome
		if old, _, err = decodeInternal(request.Old, &ignored); err != nil {
			return result, err
		}
		if old == nil {
			return result, errors.New("old: " + ignored.DecodeError)
		}
	}
	verb := request.Verb
	if verb == "" {
		verb = "create"
		if old != nil {
			verb = "update"
		}
	}
	namespace := ""
	if kind.strategy.NamespaceScoped() {
		namespace = accessor.GetNamespace()
		if request.Namespace != nil {
			namespace = *request.Namespace
		}
	}
	name := ""
	if verb == "update" {
		name = accessor.GetName()
	}
	ctx := apirequest.WithNamespace(context.Background(), namespace)
	ctx = apirequest.WithUser(ctx, &user.DefaultInfo{Name: request.User, Groups: request.Groups})
	ctx = apirequest.WithRequestInfo(ctx, &apirequest.RequestInfo{
		IsResourceRequest: true,
		Verb:              verb,
		APIPrefix:         "apis",
		APIGroup:          rbac.GroupName,
		APIVersion:        "v1",
		Namespace:         namespace,
		Resource:          kind.resource,
		Name:              name,
	})
	err = performWrite(ctx, kind.guarded(w, &backing{kind: kind, old: old}), verb, namespace, kind, object)
	report(err, &result)
	return result, nil
}

func performWrite(ctx context.Context, storage writeStorage, verb, namespace string, kind writableKind, object runtime.Object) error {
	accessor, err := meta.Accessor(object)
	if err != nil {
		return err
	}
	// The request handlers do this before they come to the storage.
	wanted := rest.ExpectedNamespaceForScope(namespace, kind.strategy.NamespaceScoped())
	if err := rest.EnsureObjectNamespaceMatchesRequestNamespace(wanted, accessor); err != nil {
		return err
	}
	switch verb {
	case "create":
		_, err = storage.Create(ctx, object, rest.ValidateAllObjectFunc, &metav1.CreateOptions{})
	case "update":
		_, _, err = storage.Update(ctx, accessor.GetName(), rest.DefaultUpdatedObjectInfo(object),
			rest.ValidateAllObjectFunc, rest.ValidateAllObjectUpdateFunc, false, &metav1.UpdateOptions{})
	default:
		err = fmt.Errorf("verb %q is neither create nor update", verb)
	}
	return err
}

// backing stands where the etcd-backed store stands: it runs the strategy, and keeps nothing.
type backing struct {
	rest.StandardStorage
	kind writableKind
	old  runtime.Object
}

func (b *backing) Create(ctx context.Context, object runtime.Object, _ rest.ValidateObjectFunc, _ *metav1.CreateOptions) (runtime.Object, error) {
	accessor, err := meta.Accessor(object)
	if err != nil {
		return nil, err
	}
	rest.FillObjectMetaSystemFields(accessor)
	if accessor.GetGenerateName() != "" && accessor.GetName() == "" {
		accessor.SetName(b.kind.strategy.GenerateName(accessor.GetGenerateName()))
	}
	return object, rest.BeforeCreate(b.kind.strategy, ctx, object)
}

func (b *backing) Update(ctx context.Context, _ string, info rest.UpdatedObjectInfo, createValidation rest.ValidateObjectFunc, _ rest.ValidateObjectUpdateFunc, _ bool, _ *metav1.UpdateOptions) (runtime.Object, bool, error) {
	if b.old == nil {
		existing, err := emptyInternal(b.kind)
		if err != nil {
			return nil, false, err
		}
		object, err := info.UpdatedObject(ctx, existing)
		if err != nil {
			return nil, false, err
		}
		object, err = b.Create(ctx, object, createValidation, nil)
		return object, true, err
	}
	old, err := meta.Accessor(b.old)
	if err != nil {
		return nil, false, err
	}
	rest.FillObjectMetaSystemFields(old)
	old.SetResourceVersion("1")
	object, err := info.UpdatedObject(ctx, b.old)
	if err != nil {
		return nil, false, err
	}
	accessor, err := meta.Accessor(object)
	if err != nil {
		return nil, false, err
	}
	accessor.SetResourceVersion("1")
	return object, false, rest.BeforeUpdate(b.kind.strategy, ctx, object, b.old)
}

func emptyInternal(kind writableKind) (runtime.Object, error) {
	for name, k := range writableKinds {
		if k.resource == kind.resource {
			return legacyscheme.Scheme.New(rbac.SchemeGroupVersion.WithKind(name))
		}
	}
	return nil, fmt.Errorf("no kind for %s", kind.resource)
}

// decodeInternal decodes JSON as the server does, defaults included. A body that does not decode
// leaves no object and its error in the result; what only strict decoding refuses is noted there.
func decodeInternal(raw []byte, result *outcome) (runtime.Object, string, error) {
	info, ok := runtime.SerializerInfoForMediaType(legacyscheme.Codecs.SupportedMediaTypes(), runtime.ContentTypeJSON)
	if !ok {
		return nil, "", errors.New("no JSON serializer")
	}
	defaults := rbacapiv1.SchemeGroupVersion.WithKind("")
	lenient := legacyscheme.Codecs.DecoderToVersion(info.Serializer, rbac.SchemeGroupVersion)
	object, gvk, err := lenient.Decode(raw, &defaults, nil)
	if err != nil {
		result.DecodeError = err.Error()
		return nil, "", nil
	}
	strict := legacyscheme.Codecs.DecoderToVersion(info.StrictSerializer, rbac.SchemeGroupVersion)
	if _, _, err := strict.Decode(raw, &defaults, nil); err != nil {
		if failures, ok := runtime.AsStrictDecodingError(err); ok {
			for _, failure := range failures.Errors() {
				result.StrictErrors = append(result.StrictErrors, failure.Error())
			}
		} else {
			result.StrictErrors = append(result.StrictErrors, err.Error())
		}
	}
	return object, gvk.Kind, nil
}

func report(err error, result *outcome) {
	if err == nil {
		result.OK = true
		return
	}
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		// The server answers an error that is no API status with 500.
		result.Code, result.Reason, result.Message = 500, string(metav1.StatusReasonUnknown), err.Error()
		return
	}
	answer := status.Status()
	result.Code, result.Reason, result.Message = answer.Code, string(answer.Reason), answer.Message
	if answer.Details == nil {
		return
	}
	for _, cause := range answer.Details.Causes {
		result.Errors = append(result.Errors, splitCause(cause))
	}
}

// printedWithValue are the causes whose text shows the refused value before the detail.
var printedWithValue = map[metav1.CauseType]bool{
	metav1.CauseTypeFieldValueInvalid:      true,
	metav1.CauseTypeFieldValueNotSupported: true,
	metav1.CauseTypeFieldValueDuplicate:    true,
	metav1.CauseTypeFieldValueNotFound:     true,
}

// splitCause takes a field error's text apart again: `Invalid value: "x": detail`.
func splitCause(cause metav1.StatusCause) fieldError {
	e := fieldError{Type: string(cause.Type), Field: cause.Field, Message: cause.Message}
	_, rest, found := strings.Cut(cause.Message, ": ")
	if !found {
		return e
	}
	if printedWithValue[cause.Type] {
		decoder := json.NewDecoder(strings.NewReader(rest))
		if quoted, err := strconv.QuotedPrefix(rest); err == nil {
			// The error is impossible: QuotedPrefix has just accepted the text.
			e.BadValue, _ = strconv.Unquote(quoted)
			rest = rest[len(quoted):]
		} else if decoder.Decode(&e.BadValue) == nil {
			rest = rest[decoder.InputOffset():]
		}
		rest = strings.TrimPrefix(rest, ": ")
	}
	e.Detail = rest
	return e
}
