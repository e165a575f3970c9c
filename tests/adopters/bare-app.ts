import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { endWithTests } from '../children'
import { freePort } from '../free-port'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const MAX_OUTPUT = 64 * 1024 * 1024

/** What an app's own environment has, and nothing of the test runner's. */
const bareEnv = { PATH: process.env.PATH, HOME: process.env.HOME, CI: 'true' }

/** A running server of the app. */
export interface Server {
  url: string
  output(): string
  stop(): Promise<void>
}

/** Another app, in a folder of its own. */
export interface BareApp {
  folder: string
  /** Runs one of its commands; its output. Rejects where it fails. */
  npm(args: string[], env?: Record<string, string>): Promise<string>
  /** Installs TypeScript, which the app does without until then, and checks types; what that printed. */
  typecheck(env?: Record<string, string>): Promise<string>
  /** Starts the build in `.output`. */
  start(env?: Record<string, string>): Promise<Server>
  /** Starts `nuxt dev`. */
  dev(env?: Record<string, string>): Promise<Server>
  /** All that a browser may load, by name. */
  readPublicFiles(): Promise<Map<string, string>>
  /** Has it extend another address, written as in its nuxt.config.ts, in place of the package. */
  extend(address: string): Promise<void>
  remove(): Promise<void>
}

/** The layer as `npm publish` would send it. */
export async function packLayer(folder: string): Promise<{ tarball: string, size: number, files: string[] }> {
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root, maxBuffer: MAX_OUTPUT })
  // Scripts may print before it.
  const [{ filename, size, files }]: [{ filename: string, size: number, files: { path: string }[] }] = JSON.parse(stdout.slice(stdout.indexOf('[\n')))
  return { tarball: join(folder, filename), size, files: files.map(({ path }) => path) }
}

export type Fixture = 'nuxt3' | 'nuxt4'

/** Copies a fixture out of this repository, and installs its packages and those named here. */
export async function createBareApp(fixture: Fixture, packages: string[]): Promise<BareApp> {
  const folder = await mkdtemp(join(tmpdir(), `bare-${fixture}-`))
  await cp(join(root, 'tests/adopters', fixture), folder, { recursive: true })
  const app = openApp(folder)
  await app.npm(['install', '--no-audit', '--no-fund', ...packages])
  return app
}

/** The same app beside a checkout of this repository that was never prepared, in one workspace; it extends that folder. */
export async function createWorkspaceApp(fixture: Fixture): Promise<BareApp> {
  const workspace = await mkdtemp(join(tmpdir(), `workspace-${fixture}-`))
  await copyCheckout(join(workspace, 'nuxt-wechat'))
  const folder = join(workspace, 'app')
  await cp(join(root, 'tests/adopters', fixture), folder, { recursive: true })
  const app = { ...openApp(folder), remove: () => rm(workspace, { recursive: true, force: true }) }
  await app.extend('\'../nuxt-wechat\'')
  await writeFile(join(workspace, 'package.json'), JSON.stringify({ private: true, workspaces: ['app', 'nuxt-wechat'] }))
  await run('npm', ['install', '--no-audit', '--no-fund'], { cwd: workspace, env: { ...process.env, NODE_ENV: 'development' }, maxBuffer: MAX_OUTPUT })
  return app
}

/** This repository as a clone has it. */
export async function copyCheckout(folder: string): Promise<void> {
  const { stdout } = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, maxBuffer: MAX_OUTPUT })
  for (const file of stdout.trim().split('\n').filter(file => existsSync(join(root, file))))
    await cp(join(root, file), join(folder, file))
}

function openApp(folder: string): BareApp {
  async function npm(args: string[], env: Record<string, string> = {}): Promise<string> {
    try {
      const { stdout, stderr } = await run('npm', args, { cwd: folder, env: { ...bareEnv, ...env }, maxBuffer: MAX_OUTPUT })
      return stdout + stderr
    }
    catch (error) {
      // What it printed says why.
      const { stdout, stderr } = { stdout: '', stderr: '', ...Object(error) }
      throw new Error(`npm ${args.join(' ')} failed:\n${stdout}\n${stderr}`)
    }
  }

  async function serve(args: string[], env: Record<string, string>): Promise<Server> {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const child = endWithTests(spawn(process.execPath, args, { cwd: folder, env: { ...bareEnv, HOST: '127.0.0.1', PORT: String(port), ...env }, stdio: ['ignore', 'pipe', 'pipe'] }))
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => output += text)
    const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
    for (;;) {
      const isThere = await fetch(url).then(({ status }) => status < 500, () => false)
      if (isThere)
        break
      if (child.exitCode !== null)
        throw new Error(`The app ended:\n${output}`)
      await new Promise(resolve => setTimeout(resolve, 250))
    }
    return {
      url,
      output: () => output,
      async stop() {
        child.kill('SIGKILL')
        await ended
      },
    }
  }

  return {
    folder,
    npm,
    async typecheck(env) {
      await npm(['install', '--no-audit', '--no-fund', '--save-dev', 'typescript@~5.9.3', 'vue-tsc@^3.3.0'])
      return npm(['run', 'typecheck'], env)
    },
    start: (env = {}) => serve(['.output/server/index.mjs'], { NODE_ENV: 'production', ...env }),
    dev: (env = {}) => serve(['node_modules/nuxt/bin/nuxt.mjs', 'dev', '--no-fork'], env),
    async readPublicFiles() {
      const base = join(folder, '.output/public')
      const entries = await readdir(base, { recursive: true, withFileTypes: true })
      const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
      return new Map(await Promise.all(files.map(async file => [file.slice(base.length), await readFile(file, 'utf8')] as const)))
    },
    async extend(address) {
      const config = join(folder, 'nuxt.config.ts')
      await writeFile(config, (await readFile(config, 'utf8')).replace('\'nuxt-wechat\'', address))
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
