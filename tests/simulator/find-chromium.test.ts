import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { findChromium } from '../../simulator/find-chromium'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'find-chromium-'))
  vi.stubEnv('CHROMIUM_PATH', undefined)
  vi.stubEnv('PATH', [join(folder, 'none'), folder].join(delimiter))
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

describe('the Chromium of the fixtures', () => {
  it('is the one that CHROMIUM_PATH names', async () => {
    await addProgram('chromium')
    vi.stubEnv('CHROMIUM_PATH', '/opt/chromium')
    expect(findChromium()).toBe('/opt/chromium')
  })

  it('is the first in the PATH, Chromium before Chrome', async () => {
    const chrome = await addProgram('google-chrome')
    expect(findChromium()).toBe(chrome)
    const chromium = await addProgram('chromium')
    expect(findChromium()).toBe(chromium)
  })

  it('can be executed', async () => {
    const file = await addProgram('chromium', 0o644)
    expect(findChromium()).not.toBe(file)
  })
})
