import { defineVitestProject } from '@nuxt/test-utils/config'
import { defineConfig } from 'vitest/config'
import { findHeadlessChromium } from './scripts/requirements.mjs'

// Most of the browser tests' time is the browser's own windows.
const headless = findHeadlessChromium()
if (headless)
  process.env.CHROMIUM_PATH ??= headless

/** The composables are tested in WeChat: whether a page is there is decided once, when the app starts. */
const inWechat = { navigator: { userAgent: 'Mozilla/5.0 (Linux; Android 14; wv) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36 MicroMessenger/10.0.0' } }

/** Other programs may keep the cores busy: what does not come in a minute does not come. */
const patient = { testTimeout: 180_000, hookTimeout: 180_000, expect: { poll: { timeout: 60_000 } } }

/** The layers that talk to the built app share one build, made before them. */
const built = { globalSetup: ['tests/build.ts'], ...patient, setupFiles: ['tests/end-children.ts'] }

export default defineConfig({
  test: {
    // A browser fills a core.
    maxWorkers: 2,
    coverage: { include: ['server/**', 'utils/**', 'composables/**', 'shared/**'] },
    projects: [
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts', 'tests/simulator/**/*.test.ts', 'demo/tests/unit/**/*.test.ts'], environment: 'node', setupFiles: ['tests/end-children.ts'], ...patient } },
      await defineVitestProject({
        test: {
          name: 'nuxt',
          ...patient,
          include: ['tests/nuxt/**/*.test.ts', 'demo/tests/nuxt/**/*.test.ts'],
          environment: 'nuxt',
          environmentOptions: { nuxt: { domEnvironment: 'happy-dom', overrides: { pages: true, modules: ['./tests/nuxt/any-page'] } }, happyDom: { settings: inWechat } },
        },
      }),
      // Most of these wait for the built app: three at a time fill two cores, beside no browser.
      { test: { name: 'e2e', include: ['tests/e2e/**/*.test.ts'], environment: 'node', maxWorkers: 3, sequence: { groupOrder: 1 }, ...built } },
      { test: { name: 'browser', include: ['tests/browser/**/*.test.ts', 'demo/tests/browser/**/*.test.ts'], environment: 'node', ...built } },
    ],
  },
})
