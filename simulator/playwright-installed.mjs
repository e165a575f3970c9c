// The fixtures for a project that has this package in node_modules, where neither Node nor a test runner compiles TypeScript.
import { createJiti } from 'jiti'

// Synchronously, so that a test in CommonJS may require it.
const { chromiumOptions, launchChromium, openWechat, wechatFixtures } = createJiti(import.meta.url)('./playwright.ts')

export { chromiumOptions, launchChromium, openWechat, wechatFixtures }
