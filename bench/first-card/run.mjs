// From `npm i nuxt-wechat` in a bare app to a card in the simulator's desk. See ../README.md.
import { join } from 'node:path'
import process from 'node:process'
import { launchChromium } from '../../simulator/playwright-installed.mjs'
import { install, makeFolder, packLayer, start, writeApp } from '../bare-app.mjs'

const work = await makeFolder('first-card')
const browser = await launchChromium()
try {
  const tarball = await packLayer(work.folder)
  console.log('| Nuxt | `npm i` of the layer | `nuxt dev` listens | the desk\'s phone holds a card | all, s |\n|---|---:|---:|---:|---:|')
  for (const nuxt of ['3.21', '4']) {
    const folder = join(work.folder, `nuxt-${nuxt}`)
    await writeApp(folder, { hasLayer: true, script: 'useWechatShare({ title: \'A card\', desc: \'of a bare app\' })' })
    // The app exists already: what counts begins with the layer.
    await install(folder, `nuxt@${nuxt}`, 'vue')

    const times = [performance.now()]
    const lap = () => times.push(performance.now())
    await install(folder, tarball)
    lap()
    const app = await start(folder, ['node_modules/.bin/nuxt', 'dev', '--port', '0', '--no-fork'], /Local:\s+(http:\S+)/, {})
    lap()
    try {
      const page = await browser.newPage()
      await page.goto(new URL('/__wechat', app.match[1]).href, { timeout: 300_000 })
      await waitForCard(page)
      lap()
      await page.close()
    }
    finally {
      app.stop()
    }
    const seconds = ms => (ms / 1000).toFixed(1)
    console.log(`| ${[nuxt, ...times.slice(1).map((time, index) => seconds(time - times[index])), seconds(times.at(-1) - times[0])].join(' | ')} |`)
  }
}
finally {
  await browser.close()
  await work.remove()
}
process.exit(0)

/** @param {import('playwright-core').Page} page */
async function waitForCard(page) {
  for (;;) {
    for (const frame of page.frames().slice(1)) {
      const title = await frame.evaluate(() => window.__wechatSimulator?.state.cards.chat?.title).catch(() => undefined)
      if (title)
        return
    }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}
