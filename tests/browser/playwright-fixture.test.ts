import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApp, type App } from '../app'

const run = promisify(execFile)
const runner = createRequire(import.meta.url).resolve('@playwright/test/cli')
const project = fileURLToPath(new URL('../playwright', import.meta.url))

let app: App

beforeAll(async () => {
  app = await startApp({ build: 'simulator' })
})
afterAll(() => app.stop())

it('the exported fixture gives a page its bridge in the tests of Playwright\'s own runner', async () => {
  const { PATH, HOME, CHROMIUM_PATH } = process.env
  const { stdout } = await run(process.execPath, [runner, 'test', '-c', project], { env: { PATH, HOME, CHROMIUM_PATH, APP: app.url } })
  expect(stdout).toMatch(/4 passed/)
  expect(stdout).not.toMatch(/failed|flaky|skipped/)
})
