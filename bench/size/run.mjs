// What the layer adds to the JavaScript that an app's pages load, outside WeChat and in it. See ../README.md.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { gzipSync } from 'node:zlib'
import { createJiti } from 'jiti'
import { launchChromium, openWechat } from '../../simulator/playwright-installed.mjs'
import { build, install, makeFolder, packLayer, startBuilt, startSimulator, writeApp } from '../bare-app.mjs'
import { describeRun, saveTable } from '../table.mjs'

const { readSdkScript } = await createJiti(import.meta.url).import('../../tests/browser/sdk-script.ts')

const apps = [
  { name: 'without the layer', hasLayer: false },
  { name: 'with it, unused', hasLayer: true },
  { name: '`useWechatShare`', hasLayer: true, script: 'useWechatShare({ title: \'A card\', desc: \'of a bare app\' })' },
]

const work = await makeFolder('size')
const lines = [describeRun()]
const simulator = await startSimulator()
const browser = await launchChromium()
try {
  const tarball = await packLayer(work.folder)
  for (const nuxt of ['3.21', '4']) {
    const folder = join(work.folder, `nuxt-${nuxt}`)
    await writeApp(folder, { hasLayer: false })
    await install(folder, `nuxt@${nuxt}`, 'vue', tarball)
    const { version } = JSON.parse(await readFile(join(folder, 'node_modules/nuxt/package.json'), 'utf8'))
    lines.push('', `Nuxt ${version}, gzip bytes:`, '', '| app | entry | before anything lazy | all, outside WeChat | all, in WeChat, less the SDK | our requests outside WeChat |', '|---|---:|---:|---:|---:|---:|')
    let bare
    for (const app of apps) {
      await writeApp(folder, app)
      await build(folder)
      const figures = await measure(folder, Boolean(app.script))
      bare ??= figures
      const cells = figures.sizes.map((size, index) => `${size}${bare === figures ? '' : ` (${size < bare.sizes[index] ? '' : '+'}${size - bare.sizes[index]})`}`)
      lines.push(`| ${[app.name, ...cells, figures.ours.length].join(' | ')} |`)
      for (const name of figures.ours)
        console.log(`Asked for outside WeChat: ${name}`)
    }
  }
}
finally {
  await browser.close()
  simulator.stop()
  await work.remove()
}
await saveTable('size', lines)
process.exit(0)

/** @param {string} folder @param {boolean} hasCard */
async function measure(folder, hasCard) {
  const app = await startBuilt(folder, simulator.variables)
  try {
    const url = app.match[1] ?? ''
    const html = await (await fetch(url)).text()
    const [entry = ''] = /(?<=<script type="module" src=")[^"]+/.exec(html) ?? []
    const first = new Set([...html.matchAll(/<(?:link rel="(?:modulepreload|stylesheet)"|script)[^>]* (?:href|src)="([^"]+)"/g)].map(([, path]) => path))

    const outside = await browser.newContext()
    const seen = await load(outside, await outside.newPage(), url)
    const wechat = await openWechat(browser, { platform: 'android', simulator: simulator.url })
    const body = await readSdkScript()
    await wechat.context.route(/jweixin/, route => route.fulfill({ contentType: 'text/javascript', body }))
    const seenInWechat = await load(wechat.context, wechat.page, url, hasCard ? () => wechat.client.waitFor(({ cards }) => Object.keys(cards).length > 0, { timeout: 60_000 }) : undefined)

    const sum = sizes => sizes.reduce((total, size) => total + size, 0)
    const all = [...seen.entries()]
    return {
      sizes: [seen.get(entry)?.size ?? 0, sum(all.filter(([path]) => first.has(path)).map(([, { size }]) => size)), ...[seen, seenInWechat].map(files => sum([...files.values()].map(({ size }) => size)))],
      // Words of the connection with WeChat, of the JS-SDK, and of the sign-in gate.
      ours: all.filter(([path, { text }]) => path.startsWith('/api/wx') || /config:server unreachable|Open this page in WeChat|jWeixin/.test(text)).map(([path]) => path),
    }
  }
  finally {
    app.stop()
  }
}

/** What a page has loaded of its own server once it is quiet. Data of Nuxt's, such as `builds/meta`, is not counted. */
async function load(context, page, url, settled = () => Promise.resolve()) {
  const files = new Map()
  /** @type {Promise<void>[]} */
  const reading = []
  context.on('response', (response) => {
    const { pathname, origin } = new URL(response.url())
    if (origin !== new URL(url).origin || !/\.(?:js|css)$|^\/api\//.test(pathname))
      return
    files.set(pathname, { size: 0, text: '' })
    // Chromium does not keep the body of what is prefetched.
    reading.push(fetch(new URL(pathname, url)).then(answer => answer.text()).then((text) => {
      files.set(pathname, { text, size: /^\/api\//.test(pathname) ? 0 : gzipSync(text, { level: 9 }).length })
    }))
  })
  await page.goto(url, { waitUntil: 'networkidle' })
  await settled()
  await page.waitForLoadState('networkidle')
  await Promise.all(reading)
  await context.close()
  return files
}
