import { defineConfig } from '@playwright/test'
import { chromiumOptions } from '../../simulator/playwright'

export default defineConfig({
  testDir: '.',
  workers: 1,
  reporter: 'line',
  outputDir: '../../.test/playwright',
  use: { baseURL: process.env.APP, launchOptions: chromiumOptions },
})
