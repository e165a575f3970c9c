import { defineVitestProject } from '@nuxt/test-utils/config'
import { defineConfig } from 'vitest/config'

/** The layers that talk to the built app share one build, made before them. */
const built = { globalSetup: ['tests/build.ts'], testTimeout: 30_000, hookTimeout: 60_000 }

export default defineConfig({
  test: {
    coverage: { include: ['server/**', 'utils/**', 'composables/**', 'shared/**'] },
    projects: [
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], environment: 'node' } },
      await defineVitestProject({
        test: {
          name: 'nuxt',
          include: ['tests/nuxt/**/*.test.ts'],
          environment: 'nuxt',
          environmentOptions: { nuxt: { domEnvironment: 'happy-dom' } },
        },
      }),
      { test: { name: 'e2e', include: ['tests/e2e/**/*.test.ts'], environment: 'node', ...built } },
      { test: { name: 'browser', include: ['tests/browser/**/*.test.ts'], environment: 'node', ...built } },
    ],
  },
})
