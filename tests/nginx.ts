import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, vi } from 'vitest'
import { findNginx } from '../scripts/requirements.mjs'
import { endWithTests } from './children'
import { certificate, key } from './fixtures/untrusted-certificate'
import { freePort } from './free-port'
import { sendRaw } from './raw-request'

export interface Nginx {
  /** By https. */
  url: string
  stop(): Promise<void>
}

/** A real nginx in front of an app, with the configuration of a README: only addresses and files are this machine's. */
export async function startNginx(appUrl: string, readme = 'README.md'): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'nuxt-wechat-nginx-'))
  const [port, plainPort] = [await freePort(), await freePort()]
  const text = await readFile(fileURLToPath(new URL(`../${readme}`, import.meta.url)), 'utf8')
  const [, block = ''] = /```nginx\n(.*?)```/s.exec(text) ?? []
  const servers = [
    ['listen 443 ssl', `listen 127.0.0.1:${port} ssl`],
    ['listen 80;', `listen 127.0.0.1:${plainPort};`],
    ['/etc/letsencrypt/live/m.example.com/fullchain.pem', `${folder}/certificate.pem`],
    ['/etc/letsencrypt/live/m.example.com/privkey.pem', `${folder}/key.pem`],
    ['http://127.0.0.1:3000', appUrl],
  ].reduce((config, [written = '', here = '']) => {
    expect(config).toContain(written)
    return config.replace(written, here)
  }, block)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(name => `${name}_temp_path ${folder}/temp;`).join('\n')
  await mkdir(`${folder}/temp`)
  await writeFile(`${folder}/certificate.pem`, certificate)
  await writeFile(`${folder}/key.pem`, key)
  await writeFile(`${folder}/nginx.conf`, `daemon off;\nmaster_process off;\npid ${folder}/pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n${temporary}\n${servers}\n}\n`)
  const child = endWithTests(spawn(findNginx() ?? 'nginx', ['-p', folder, '-c', `${folder}/nginx.conf`, '-e', 'stderr'], { stdio: ['ignore', 'ignore', 'ignore'] }))
  const ended = new Promise(resolve => child.once('close', resolve))
  const url = `https://127.0.0.1:${port}`
  await vi.waitFor(() => sendRaw(url, '/api/wx/health', { Host: 'm.example.com' }), { timeout: 60_000 })
  return {
    url,
    async stop() {
      child.kill()
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
