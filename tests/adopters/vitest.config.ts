import { defineConfig } from 'vitest/config'

const MINUTES = 60_000

/** Installs other people's packages and builds their apps: beside the other tests, not among them. */
export default defineConfig({
  test: {
    include: ['tests/adopters/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    setupFiles: ['tests/end-children.ts'],
    testTimeout: 10 * MINUTES,
    hookTimeout: 20 * MINUTES,
    expect: { poll: { timeout: 2 * MINUTES } },
  },
})
