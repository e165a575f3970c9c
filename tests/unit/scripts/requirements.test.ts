import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { findChromium, findInPath } from '../../../scripts/requirements.mjs'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'requirements-'))
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

async function addProgram(name: string, mode = 0o755): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, '')
  await chmod(file, mode)
  return file
}

describe('a program in the PATH', () => {
  it('is found by the first name that is there', async () => {
    const chrome = await addProgram('google-chrome')
    expect(findInPath(['chromium', 'google-chrome'], ['/nowhere', folder].join(delimiter))).toBe(chrome)
  })

  it('must be a file that can be executed', async () => {
    await addProgram('chromium', 0o644)
    expect(findInPath(['chromium'], folder)).toBeUndefined()
    expect(findInPath(['.'], folder)).toBeUndefined()
  })
})

describe('Chromium', () => {
  it('is the one that CHROMIUM_PATH names', async () => {
    const chromium = await addProgram('my-chromium')
    vi.stubEnv('CHROMIUM_PATH', chromium)
    expect(findChromium()).toBe(chromium)
  })

  it('is missing where CHROMIUM_PATH names none, whatever else is there', () => {
    vi.stubEnv('CHROMIUM_PATH', join(folder, 'none'))
    expect(findChromium()).toBeUndefined()
  })
})

it('stops the tests with one line that names npm run setup', async () => {
  const script = fileURLToPath(new URL('../../../scripts/require-setup.mjs', import.meta.url))
  const { code, stderr } = await new Promise<{ code: unknown, stderr: string }>((resolve) => {
    execFile(process.execPath, [script], { env: { PATH: folder, CHROMIUM_PATH: join(folder, 'none') } },
      (error, _, stderr) => resolve({ code: error?.code, stderr }))
  })
  expect(code).toBe(1)
  expect(stderr).toMatch(/^The tests need Chromium or Chrome and Redis \(redis-server\).*npm run setup.*\n$/)
})
