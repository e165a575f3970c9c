import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))

declare global {
  var builds: Promise<unknown> | undefined
}

/** Builds the fixture twice, for production and with the simulator, and the demo where it is there, once for all projects of this run. */
export default async function setup(): Promise<void> {
  // To repeat one test while working on it, keep the builds of the last run.
  if (process.env.KEEP_BUILDS === 'true')
    return
  const fixture = ['--app', 'tests/fixtures/app']
  globalThis.builds ??= Promise.all([
    build('plain', ...fixture),
    build('simulator', '--simulator', ...fixture),
    ...existsSync(join(root, 'demo/tests')) ? [build('demo', '--simulator')] : [],
  ])
  await globalThis.builds
}

async function build(name: string, ...flags: string[]): Promise<void> {
  await buildWith({}, name, ...flags)
}

/** A build for the few tests that want another one, once for a file of them; what it has printed, unless an earlier one was kept. */
export async function buildWith(variables: Record<string, string>, name: string, ...flags: string[]): Promise<string | undefined> {
  if (process.env.KEEP_BUILDS === 'true')
    return undefined
  const { NODE_ENV: _, VITEST: __, ...env } = process.env
  const { stdout, stderr } = await run(process.execPath, ['scripts/build.mjs', `.test/${name}`, ...flags], { cwd: root, env: { ...env, ...canaries, ...variables } })
  return stdout + stderr
}

/** An `.env` that is loaded while building: none of it may end up in the output. */
export const canaries = {
  NUXT_WECHAT_APP_ID: 'wxcanary0123456789',
  NUXT_WECHAT_APP_SECRET: 'canaryCANARYcanaryCANARYcanary01',
}
