import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const MINUTES = 60_000

/** Runs what other people wrote for WeChat: beside the other tests, not among them. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['tests/peers/*.test.ts'],
    environment: 'node',
    maxWorkers: 2,
    globalSetup: ['tests/peers/install.ts'],
    setupFiles: ['tests/end-children.ts'],
    testTimeout: 5 * MINUTES,
    hookTimeout: 5 * MINUTES,
    expect: { poll: { timeout: MINUTES } },
  },
})
