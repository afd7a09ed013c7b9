// The two tables below are the architecture: who may import whom, and where each dependency lives.
const layers = {
	model: [],
	load: ["model"],
	resolve: ["model"],
	sets: ["model"],
	phrase: ["model", "sets"],
	answer: ["model", "resolve", "sets", "phrase"],
	suite: ["model", "resolve", "sets", "phrase", "answer"],
	adequacy: ["model", "resolve", "sets", "phrase", "answer", "suite"],
	audit: ["model", "resolve", "sets", "phrase", "answer"],
	render: ["model"],
	"suite-files": ["model", "load", "resolve", "suite"],
	"audit-files": ["model", "load", "resolve", "audit"],
	policy: ["model", "load", "resolve", "sets", "phrase", "answer", "suite", "suite-files"],
	vitest: ["model", "load", "sets", "policy", "render", "suite-files"],
	cli: [
		"model",
		"load",
		"resolve",
		"sets",
		"phrase",
		"answer",
		"suite",
		"adequacy",
		"audit",
		"suite-files",
		"render",
	],
};
const home = {
	yaml: "^src/load/",
	"@kubernetes/client-node": "^src/load/",
	commander: "^src/cli/",
	"cli-table3": "^src/render/",
	vitest: "^src/vitest/",
};

export default {
	forbidden: [
		...Object.entries(layers).map(([name, allowed]) => ({
			name: `layer-${name}`,
			comment: `${name} may import only ${["itself", ...allowed].join(", ")}: the flow is load → model → resolve → answer → render, cli on top.`,
			severity: "error",
			from: { path: `^src/${name}/` },
			to: { path: "^src/", pathNot: [name, ...allowed].map((layer) => `^src/${layer}/`) },
		})),
		{
			name: "index-is-the-library",
			comment: "The library never reaches the command line, and loads no test runner.",
			severity: "error",
			from: { path: "^src/index\\.ts$" },
			to: { path: "^src/(cli|vitest)/" },
		},
		{
			name: "pure-folders-do-no-io",
			comment:
				"An answer is a function of values you can print: pass files, clocks and terminals in.",
			severity: "error",
			from: { path: "^src/(model|resolve|suite|adequacy|audit|sets|phrase|answer|render)/" },
			to: { dependencyTypes: ["core"] },
		},
		...Object.entries(home).map(([name, folder]) => ({
			name: `home-of-${name.replace(/\W/g, "-")}`,
			comment: `${name} is used in ${folder} only, so that it can be replaced in one place.`,
			severity: "error",
			from: { path: "^src/", pathNot: folder },
			to: { path: `node_modules/${name}/` },
		})),
		{
			name: "client-node-is-lazy",
			comment: "It takes half a second to load: import it dynamically, when a cluster is asked.",
			severity: "error",
			from: { path: "^src/" },
			to: {
				path: "node_modules/@kubernetes/client-node/",
				dynamic: false,
				dependencyTypesNot: ["type-only"],
			},
		},
		{
			name: "no-cycles",
			comment: "Two files that import each other are one file.",
			severity: "error",
			from: { path: "^src/" },
			to: { circular: true },
		},
		{
			name: "no-orphans",
			comment: "Nobody imports this file: delete it.",
			severity: "error",
			from: { orphan: true, path: "^src/", pathNot: "^src/(index|cli/main)\\.ts$" },
			to: {},
		},
		{
			name: "src-knows-no-tests",
			comment: "Tests look at the source, never the other way round.",
			severity: "error",
			from: { path: "^src/" },
			to: { path: "^(test|bench|conformance)/" },
		},
		{
			name: "no-dev-dependency-in-src",
			comment: "A user who installs the package does not get it.",
			severity: "error",
			from: { path: "^src/" },
			to: {
				dependencyTypes: ["npm-dev"],
				dependencyTypesNot: ["type-only"],
				// Who imports the entry for Vitest has it: it is an optional peer.
				pathNot: "node_modules/(@types|vitest)/",
			},
		},
		{
			name: "tests-share-only-support",
			comment: "What two test files need lives in test/support.",
			severity: "error",
			from: { path: "^test/", pathNot: "^test/support/" },
			to: { path: "^test/", pathNot: "^test/support/" },
		},
	],
	options: {
		doNotFollow: { path: "node_modules" },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: "tsconfig.json" },
		enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types"] },
	},
};
