import { defineConfig, type ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
	test: {
		include: ["test/**/*.test.ts"],
		testTimeout: 240_000,
		coverage: { provider: "v8", include: ["src/**/*.ts"] },
	},
});

export default config;
