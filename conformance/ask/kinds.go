// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"sync"
)

const aggregatedDiscovery = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"

// kinds knows, from the server's discovery, at which path objects of a kind are written.
type kinds struct {
	mu    sync.Mutex
	known map[string]resource
}

type resource struct {
	prefix     string
	plural     string
	namespaced bool
}

// path is that of the collection, or of one object in it when a name is given.
func (r resource) path(namespace, name string) string {
	path := r.prefix
	if r.namespaced {
		path += "/namespaces/" + url.PathEscape(namespace)
	}
	path += "/" + r.plural
	if name != "" {
		path += "/" + url.PathEscape(name)
	}
	return path
}

// resourceOf asks the server again when a kind is new: a CustomResourceDefinition may have come.
func (s *server) resourceOf(apiVersion, kind string) (resource, error) {
	s.kinds.mu.Lock()
	defer s.kinds.mu.Unlock()
	key := apiVersion + " " + kind
	if r, ok := s.kinds.known[key]; ok {
		return r, nil
	}
	known := map[string]resource{}
	for _, root := range []string{"/api", "/apis"} {
		if err := s.discover(root, known); err != nil {
			return resource{}, err
		}
	}
	s.kinds.known = known
	if r, ok := known[key]; ok {
		return r, nil
	}
	return resource{}, fmt.Errorf("the server does not know %s %s", apiVersion, kind)
}

func (s *server) discover(root string, known map[string]resource) error {
	answer := s.do(call{Path: root, Accept: aggregatedDiscovery, Raw: true})
	if answer.Code != 200 {
		return fmt.Errorf("discovery of %s: %d %s", root, answer.Code, answer.Message+answer.Error)
	}
	var list struct {
		Items []struct {
			Metadata struct {
				Name string `json:"name"`
			} `json:"metadata"`
			Versions []struct {
				Version   string `json:"version"`
				Resources []struct {
					Resource     string `json:"resource"`
					Scope        string `json:"scope"`
					ResponseKind struct {
						Kind string `json:"kind"`
					} `json:"responseKind"`
				} `json:"resources"`
			} `json:"versions"`
		} `json:"items"`
	}
	if err := json.Unmarshal(answer.Body, &list); err != nil {
		return err
	}
	for _, group := range list.Items {
		for _, version := range group.Versions {
			groupVersion := strings.TrimPrefix(group.Metadata.Name+"/"+version.Version, "/")
			for _, r := range version.Resources {
				known[groupVersion+" "+r.ResponseKind.Kind] = resource{
					prefix: root + "/" + groupVersion, plural: r.Resource, namespaced: r.Scope == "Namespaced",
				}
			}
		}
	}
	return nil
}
