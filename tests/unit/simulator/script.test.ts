import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const script = fileURLToPath(new URL('../../../scripts/simulator.mjs', import.meta.url))

describe('npm run simulator', () => {
  it('starts WeChat\'s API alone and says what an app has to be told', { timeout: 20_000 }, async () => {
    const child = spawn(process.execPath, [script], { env: { PATH: process.env.PATH, PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] })
    try {
      let output = ''
      for await (const text of child.stdout.setEncoding('utf8')) {
        output += text
        if (output.includes('APP_SECRET'))
          break
      }
      const [base, appid, secret] = ['API_BASE', 'APP_ID', 'APP_SECRET'].map(name => new RegExp(`NUXT_WECHAT_${name}=(\\S+)`).exec(output)?.[1])
      const response = await fetch(`${base}/cgi-bin/token?grant_type=client_credential&appid=${appid}&secret=${secret}`)
      expect(await response.json()).toMatchObject({ expires_in: 7200 })
    }
    finally {
      child.kill()
      await once(child, 'exit')
    }
  })
})
