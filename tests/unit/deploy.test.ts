import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8')
const find = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found)

it('nginx of compose.yaml asks the addresses that its processes have, and is trusted by them', async () => {
  const compose = await read('compose.yaml')
  const [app1, app2, nginx] = find(compose, /ipv4_address: (\S+)/g)
  expect(find(await read('deploy/nginx-upstream.compose.conf'), /server (\S+):3000 /g)).toEqual([app1, app2])
  expect(find(compose, /NUXT_WECHAT_TRUSTED_PROXIES: (\S+)/g)).toEqual([nginx])
})

it.each(['compose.yaml', 'deploy/nuxt-wechat@.service', 'deploy/pm2.config.cjs', 'docs/deployment.md', 'docs/messages.md'])('%s names only variables that there are', async (file) => {
  const known = find(await read('.env.example'), /^# ([A-Z_]+)=/gm)
  expect(find(await read(file), /\b(NUXT_[A-Z_]+)\b/g).filter(name => !known.includes(name))).toEqual([])
})

it('the image\'s build gets no .env', async () => {
  expect((await read('.dockerignore')).split('\n')).toEqual(expect.arrayContaining(['.env', '.env.*', '.git', 'node_modules']))
})

it.each(['docs/deployment.md', 'docs/zh/deployment.md'])('the Content-Security-Policy of %s is the one that is tried in Chromium', async (page) => {
  const policy = /Content-Security-Policy "[^"]+"/g
  expect((await read(page)).match(policy)?.[0]).toBe((await read('docs/security-headers.md')).match(policy)?.[0])
})

it('both languages show the same rules for alarms', async () => {
  const [english, chinese] = await Promise.all(['docs/deployment.md', 'docs/zh/deployment.md'].map(async page => find(await read(page), /expr: (.*)/g)))
  expect(english?.length).toBeGreaterThan(5)
  expect(chinese).toEqual(english)
})
