// SPDX-License-Identifier: Apache-2.0

package main

import "runtime/debug"

// version says which Kubernetes this binary was built from.
func version(*session, []byte) (any, error) {
	info, ok := debug.ReadBuildInfo()
	answer := map[string]any{"kubernetes": "", "go": ""}
	if !ok {
		return answer, nil
	}
	answer["go"] = info.GoVersion
	for _, dep := range info.Deps {
		if dep.Path == "k8s.io/kubernetes" {
			answer["kubernetes"] = dep.Version
		}
	}
	return answer, nil
}
