// The fields of PodSpec and Container in Kubernetes 1.31 to 1.37, to tell misspelled ones.

export const podSpecFields: ReadonlySet<string> = new Set(
	`activeDeadlineSeconds affinity automountServiceAccountToken containers dnsConfig dnsPolicy enableServiceLinks
	ephemeralContainers evictionResponders hostAliases hostIPC hostNetwork hostPID hostUsers hostname hostnameOverride
	imagePullSecrets initContainers nodeName nodeSelector os overhead preemptionPolicy priority priorityClassName
	readinessGates resourceClaims resources restartPolicy runtimeClassName schedulerName schedulingGates
	schedulingGroup securityContext serviceAccount serviceAccountName setHostnameAsFQDN shareProcessNamespace
	subdomain terminationGracePeriodSeconds tolerations topologySpreadConstraints volumes workloadRef`.split(
		/\s+/,
	),
);

export const containerFields: ReadonlySet<string> = new Set(
	`args command env envFrom image imagePullPolicy lifecycle livenessProbe name ports readinessProbe resizePolicy
	resources restartPolicy restartPolicyRules securityContext startupProbe stdin stdinOnce terminationMessagePath
	terminationMessagePolicy tty volumeDevices volumeMounts workingDir`.split(/\s+/),
);
