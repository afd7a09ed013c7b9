// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"sync"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	rbacv1ac "k8s.io/client-go/applyconfigurations/rbac/v1"
	rbacclient "k8s.io/client-go/kubernetes/typed/rbac/v1"
	rbaclisters "k8s.io/client-go/listers/rbac/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/kubernetes/pkg/controller/clusterroleaggregation"
)

// maxApplies bounds a run whose roles keep changing one another.
const maxApplies = 10000

// aggregate runs upstream's aggregation controller over the world's ClusterRoles until it has
// nothing more to change, and says how many times it wrote. The controller gets an informer, a
// lister and a client that are all the same map.
//
// One thing is ours: what a server-side apply of `rules` does. The field is one atomic list, so a
// forced apply with rules replaces it and makes the controller its owner; an apply without rules
// gives up the ownership, and the list goes only if the controller was its owner.
func (w *world) aggregate() (int, error) {
	hub := newHub(w)
	if len(hub.aggregated) == 0 {
		return 0, nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	controller := clusterroleaggregation.NewClusterRoleAggregation(hub, hub)
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		controller.Run(ctx, 1)
	}()
	hub.enqueue()
	var err error
	select {
	case <-hub.settled:
		err = hub.failure
	case <-time.After(time.Minute):
		err = errors.New("aggregation did not settle within a minute")
	}
	cancel()
	<-finished
	return hub.applies, err
}

// hub is the cluster as the controller sees it.
type hub struct {
	mu      sync.Mutex
	world   *world
	sorted  []string
	owned   map[string]bool
	applies int
	failure error
	settled chan struct{}
	once    sync.Once
	handler cache.ResourceEventHandler

	// aggregated is every role with an aggregationRule; pending are those the controller has not
	// looked at since the last change. Once all were looked at they are queued a second time:
	// with a single worker a second complete round without a write proves that the last look of
	// the first round did not end in a write either.
	aggregated []string
	pending    map[string]bool
	confirming bool
}

func newHub(w *world) *hub {
	h := &hub{world: w, owned: map[string]bool{}, settled: make(chan struct{})}
	for name, role := range w.clusterRoles {
		h.sorted = append(h.sorted, name)
		if role.AggregationRule != nil {
			h.aggregated = append(h.aggregated, name)
		}
	}
	sort.Strings(h.sorted)
	sort.Strings(h.aggregated)
	h.restart(false)
	return h
}

func (h *hub) restart(confirming bool) {
	h.confirming = confirming
	h.pending = map[string]bool{}
	for _, name := range h.aggregated {
		h.pending[name] = true
	}
}

func (h *hub) enqueue() { h.handler.OnUpdate(nil, nil) }

func (h *hub) finish(err error) {
	h.once.Do(func() {
		h.failure = err
		close(h.settled)
	})
}

// looked is called when the controller begins to synchronise a role.
func (h *hub) looked(name string) {
	h.mu.Lock()
	delete(h.pending, name)
	done := len(h.pending) == 0
	again := done && !h.confirming
	if again {
		h.restart(true)
	}
	h.mu.Unlock()
	switch {
	case again:
		h.enqueue()
	case done:
		h.finish(nil)
	}
}

// Informer and Lister make hub a ClusterRoleInformer, ClusterRoles makes it the client.
func (h *hub) Informer() cache.SharedIndexInformer           { return informer{hub: h} }
func (h *hub) Lister() rbaclisters.ClusterRoleLister         { return lister{hub: h} }
func (h *hub) ClusterRoles() rbacclient.ClusterRoleInterface { return client{hub: h} }

type informer struct {
	cache.SharedIndexInformer
	hub *hub
}

func (i informer) HasSynced() bool { return true }

func (i informer) AddEventHandler(handler cache.ResourceEventHandler) (cache.ResourceEventHandlerRegistration, error) {
	i.hub.handler = handler
	return nil, nil
}

type lister struct {
	rbaclisters.ClusterRoleLister
	hub *hub
}

func (l lister) List(selector labels.Selector) ([]*rbacv1.ClusterRole, error) {
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	var found []*rbacv1.ClusterRole
	for _, name := range l.hub.sorted {
		role := l.hub.world.clusterRoles[name]
		if selector.Matches(labels.Set(role.Labels)) {
			found = append(found, role)
		}
	}
	return found, nil
}

func (l lister) Get(name string) (*rbacv1.ClusterRole, error) {
	l.hub.looked(name)
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	role, ok := l.hub.world.clusterRoles[name]
	if !ok {
		return nil, apierrors.NewNotFound(rbacv1.Resource("clusterrole"), name)
	}
	return role, nil
}

type client struct {
	rbacclient.ClusterRoleInterface
	hub *hub
}

func (c client) Apply(_ context.Context, wanted *rbacv1ac.ClusterRoleApplyConfiguration, _ metav1.ApplyOptions) (*rbacv1.ClusterRole, error) {
	h := c.hub
	h.mu.Lock()
	name := *wanted.Name
	role := h.world.clusterRoles[name].DeepCopy()
	if len(wanted.Rules) > 0 {
		role.Rules = nil
		for _, rule := range wanted.Rules {
			role.Rules = append(role.Rules, rbacv1.PolicyRule{
				Verbs: rule.Verbs, APIGroups: rule.APIGroups, Resources: rule.Resources,
				ResourceNames: rule.ResourceNames, NonResourceURLs: rule.NonResourceURLs,
			})
		}
		h.owned[name] = true
	} else if h.owned[name] {
		role.Rules = nil
		h.owned[name] = false
	} else {
		// Nothing changes on the server, so no event follows either.
		h.mu.Unlock()
		return role, nil
	}
	h.world.clusterRoles[name] = role
	h.applies++
	tooMany := h.applies >= maxApplies
	h.restart(false)
	h.mu.Unlock()
	if tooMany {
		h.finish(fmt.Errorf("aggregation did not settle after %d writes", maxApplies))
		return role, nil
	}
	h.enqueue()
	return role, nil
}
