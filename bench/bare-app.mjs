// An app that is not ours, in a folder of its own, with and without the layer.
import { execFile, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createJiti } from 'jiti'

/** @type {{ freePort: () => Promise<number> }} */
export const { freePort } = await createJiti(import.meta.url).import('../tests/free-port.ts')

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))
/** What a Nuxt server prints, and those that are compared with it. */
export const LISTENING = /Listening on (http:\S+)/
const env = { PATH: process.env.PATH, HOME: process.env.HOME, CI: 'true', HOST: '127.0.0.1' }

/** The layer as `npm publish` would send it. @param {string} folder */
export async function packLayer(folder) {
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root })
  return join(folder, stdout.trim().split('\n').at(-1) ?? '')
}

/** @param {string} name */
export async function makeFolder(name) {
  const folder = await mkdtemp(join(tmpdir(), `nuxt-wechat-${name}-`))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Two pages and a link. @param {string} folder @param {{ hasLayer: boolean, script?: string }} options `script`: what the first page does in setup */
export async function writeApp(folder, { hasLayer, script = '' }) {
  const files = {
    'nuxt.config.ts': `export default defineNuxtConfig({ ${hasLayer ? 'extends: [\'nuxt-wechat\'], ' : ''}srcDir: '.', compatibilityDate: '2026-11-01', telemetry: false })`,
    'app.vue': '<template><NuxtPage /></template>',
    'pages/index.vue': `<script setup lang="ts">\nuseHead({ title: 'Bare' })\n${script}\n</script>\n<template><main><h1>Bare</h1><NuxtLink to="/other">Other</NuxtLink></main></template>`,
    'pages/other.vue': '<template><h1>Other</h1></template>',
  }
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
}

/** @param {string} folder @param {...string} packages */
export async function install(folder, ...packages) {
  await run('npm', ['install', '--no-audit', '--no-fund', ...packages], { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 })
}

/** @param {string} folder */
export async function build(folder) {
  await rm(join(folder, '.output'), { recursive: true, force: true })
  await run('node_modules/.bin/nuxt', ['build'], { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 })
}

/**
 * Writes, installs and builds a bare Nuxt 3 app: with the layer, or with this code in the place of our route `/api/wx/config`.
 *
 * @param {string} folder
 * @param {{ script?: string, route?: string }} options `script`: what the first page does in setup; without `route` the app has the layer
 */
export async function buildBareApp(folder, { script, route }) {
  await writeApp(folder, { hasLayer: route === undefined, script })
  if (route !== undefined) {
    await mkdir(join(folder, 'server/api/wx'), { recursive: true })
    await writeFile(join(folder, 'server/api/wx/config.ts'), route)
  }
  await install(folder, 'nuxt@3.21', 'vue', ...route === undefined ? [await packLayer(dirname(folder))] : [])
  await build(folder)
}

/**
 * Starts what was built.
 *
 * @param {string} folder
 * @param {Record<string, string>} variables
 * @param {string[]} [command] what runs it
 * @param {string} [entry]
 */
export function startBuilt(folder, variables, command, entry = '.output/server/index.mjs') {
  return start(folder, [entry], LISTENING, { PORT: '0', NODE_ENV: 'production', ...variables }, command)
}

/**
 * Starts a server of its own process.
 *
 * @param {string} cwd
 * @param {string[]} args of node
 * @param {RegExp} sign what it prints when it is ready
 * @param {Record<string, string>} [more] of the environment
 * @param {string[]} [command] what runs it
 * @returns {Promise<{ match: RegExpExecArray, pid: number, stop: () => void }>}
 */
export function start(cwd, args, sign, more = {}, [program = '', ...before] = [process.execPath]) {
  const child = spawn(program, [...before, ...args], { cwd, env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] })
  const stop = () => void child.kill('SIGKILL')
  process.once('exit', stop)
  child.once('close', () => process.off('exit', stop))
  let output = ''
  return new Promise((resolve, reject) => {
    child.once('close', () => reject(new Error(`A process ended before it was ready:\n${output}`)))
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text
        const match = sign.exec(output)
        if (match)
          resolve({ match, pid: child.pid ?? 0, stop })
      })
    }
  })
}

/** WeChat's API alone; the variables that make an app take it for WeChat. */
export async function startSimulator() {
  const { match: [, url = '', id = '', secret = ''], stop } = await start(root, ['bin/nuxt-wechat.mjs', 'simulator'], /WECHAT_API_BASE=(\S+)[^]*APP_ID=(\S+)[^]*APP_SECRET=(\S+)/, { PORT: '0' })
  return { url, stop, variables: { NUXT_WECHAT_API_BASE: url, NUXT_WECHAT_APP_ID: id, NUXT_WECHAT_APP_SECRET: secret } }
}
