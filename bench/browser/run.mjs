// From navigation to the share card in an iPhone's WeChat: the classic way by hand, the layer in the same bare app, and the demo's article. See ../README.md.
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { createJiti } from 'jiti'
import { buildApp } from '../../scripts/build.mjs'
import { launchChromium, openWechat } from '../../simulator/playwright-installed.mjs'
import { buildBareApp, makeFolder, startBuilt, startSimulator } from '../bare-app.mjs'
import { describeRun, median, saveTable } from '../table.mjs'

const ROUNDS = Number(process.env.ROUNDS ?? 15)
const BYTES_PER_SECOND = 1.5e6
const CARD = '{ title: \'A card\', desc: \'of a bare app\', imgUrl: \'https://example.com/card.png\' }'
const root = fileURLToPath(new URL('../..', import.meta.url))
const { readSdkScript } = await createJiti(import.meta.url).import('../../tests/browser/sdk-script.ts')

const work = await makeFolder('browser')
const simulator = await startSimulator()
const browser = await launchChromium()
const sdk = await serveSdk()
const lines = []
try {
  const apps = [
    { name: 'the classic way, in a bare app', app: await startBare('classic', { script: byHand(), route: await readFile(new URL('classic-config.ts', import.meta.url), 'utf8') }), path: '/' },
    { name: 'the layer, in the same bare app', app: await startBare('layer', { script: `useWechatShare(${CARD})` }), path: '/' },
    { name: 'the demo’s article', app: await startDemo(), path: '/articles/invalid-signature' },
  ]
  for (const { app, path } of apps)
    await openCard(app, path, 0)
  lines.push('| round trip, ms | page | card after, ms: median (least to most) | requests for a configuration |', '|---:|---|---:|---:|')
  for (const latency of [50, 150]) {
    const times = apps.map(() => /** @type {number[]} */ ([]))
    const asked = apps.map(() => 0)
    // In turns, so that a slow minute of the machine is everyone's.
    for (let round = 0; round < ROUNDS; round++) {
      for (const [index, { app, path }] of apps.entries()) {
        const { ms, configurations } = await openCard(app, path, latency)
        times[index].push(ms)
        asked[index] += configurations
      }
    }
    for (const [index, { name }] of apps.entries())
      lines.push(`| ${latency} | ${name} | ${median(times[index]).toFixed(0)} (${Math.min(...times[index]).toFixed(0)} to ${Math.max(...times[index]).toFixed(0)}) | ${asked[index] / ROUNDS} |`)
  }
  apps.forEach(({ app }) => app.stop())
}
finally {
  await browser.close()
  simulator.stop()
  sdk.close()
  await work.remove()
}
await saveTable('browser', [`${describeRun()}, ${ROUNDS} rounds`, '', ...lines])
process.exit(0)

/** @param {string} name @param {{ script: string, route?: string }} app */
async function startBare(name, app) {
  const folder = join(work.folder, name)
  await buildBareApp(folder, app)
  return startBuilt(folder, variables())
}

async function startDemo() {
  await buildApp({ dir: '.bench' })
  return startBuilt(root, variables(), undefined, '.bench/output/server/index.mjs')
}

function variables() {
  return { ...simulator.variables, NUXT_PUBLIC_WECHAT_SDK_URLS: sdk.url }
}

/** What tutorials tell: the SDK in the head, the configuration asked for once the page is mounted. */
function byHand() {
  return `useHead({ script: [{ src: '${sdk.url}' }] })
onMounted(async () => {
  const wx = (window as any).wx
  const url = location.href.split('#')[0]
  const config: any = await $fetch('/api/wx/config', { query: { url } })
  wx.config({ ...config, debug: false, jsApiList: ['updateAppMessageShareData', 'updateTimelineShareData'] })
  wx.ready(() => {
    const card = { ...${CARD}, link: url }
    wx.updateAppMessageShareData(card)
    wx.updateTimelineShareData(card)
  })
})`
}

/** WeChat's script, of a host of its own. */
async function serveSdk() {
  const text = await readSdkScript()
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/javascript', 'Cache-Control': 'max-age=3600' }).end(text)
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  return { url: `http://127.0.0.1:${Object(server.address()).port}/jweixin-1.6.0.js`, close: () => server.close() }
}

/** Opens the page in a fresh WeChat without a cache; when its client holds the card. */
async function openCard({ match }, path, latency) {
  const { context, page, client } = await openWechat(browser, { platform: 'ios', simulator: simulator.url })
  try {
    let configurations = 0
    page.on('request', request => configurations += Number(request.url().includes('/api/wx/config')))
    // By the page's own clock, which starts with the navigation.
    await page.addInitScript(() => {
      const timer = setInterval(() => {
        if (Object.keys(window.__wechatSimulator?.state.cards ?? {}).length > 0) {
          window.__cardAfter = performance.now()
          clearInterval(timer)
        }
      }, 2)
    })
    const devtools = await context.newCDPSession(page)
    await devtools.send('Network.enable')
    await devtools.send('Network.emulateNetworkConditions', { offline: false, latency, downloadThroughput: BYTES_PER_SECOND, uploadThroughput: BYTES_PER_SECOND })
    await page.goto(new URL(path, match[1]).href)
    await client.waitFor(({ cards }) => Object.keys(cards).length > 0, { timeout: 60_000 })
    const ms = await page.waitForFunction(() => window.__cardAfter).then(handle => handle.jsonValue())
    return { ms, configurations }
  }
  finally {
    await context.close()
  }
}
