/** Manifests that tests of the library, its matchers and its plugin share. */
export const paymentsManifests = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: api, namespace: pay}
rules:
- {apiGroups: [""], resources: [pods], verbs: [get, list]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: api, namespace: pay}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: api}
subjects:
- {kind: ServiceAccount, name: api}
- {kind: Group, apiGroup: rbac.authorization.k8s.io, name: oncall}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: later, namespace: pay}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: not-there}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: jane}]
`;
