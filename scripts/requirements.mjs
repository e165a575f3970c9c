// What the tests need beyond npm, and where it is on this machine.
import { execFileSync } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'

/**
 * @typedef {object} Requirement
 * @property {string} name for people
 * @property {string[]} packages on Debian; Ubuntu's, where they differ, are in `ubuntuPackages`
 * @property {string[]} [ubuntuPackages]
 * @property {boolean} [isOptional] the tests run without it
 * @property {() => boolean} isThere
 */

const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome.exe']

/** Where installers put a Chromium that is not in the PATH. */
const chromiumPlaces = [
  '/usr/bin/chromium',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  }
  catch {
    return false
  }
}

/**
 * @param {string[]} names file names, in order of preference
 * @param {string} [path] as in the environment's PATH
 * @returns {string | undefined} the first that is there
 */
export function findInPath(names, path = process.env.PATH ?? '') {
  const folders = path.split(delimiter).filter(Boolean)
  return names.flatMap(name => folders.map(folder => join(folder, name))).find(isExecutable)
}

/**
 * @returns {string | undefined} the Chromium or Chrome that browser tests start; `CHROMIUM_PATH` decides where it is set
 */
export function findChromium() {
  const { CHROMIUM_PATH } = process.env
  if (CHROMIUM_PATH)
    return isExecutable(CHROMIUM_PATH) ? CHROMIUM_PATH : undefined
  return findInPath(chromiumNames) ?? chromiumPlaces.find(isExecutable)
}

/** @returns {string | undefined} the same Chromium without windows of its own, which needs two thirds of the processor's time. The tests prefer it. */
export function findHeadlessChromium() {
  return findInPath(['chromium-headless-shell'])
}

/** @returns {string | undefined} */
export function findRedis() {
  return findInPath(['redis-server'])
}

/** @returns {string | undefined} nginx, which Debian puts where only root's PATH leads */
export function findNginx() {
  return findInPath(['nginx']) ?? findInPath(['nginx'], '/usr/sbin:/usr/local/sbin')
}

function hasChineseFont() {
  // macOS and Windows come with one.
  if (process.platform !== 'linux')
    return true
  try {
    return execFileSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() !== ''
  }
  catch {
    return false
  }
}

/** @type {Requirement[]} */
export const requirements = [
  {
    name: 'Chromium or Chrome',
    packages: ['chromium'],
    // Ubuntu's package hands over to a snap.
    ubuntuPackages: ['chromium-browser'],
    isThere: () => findChromium() !== undefined,
  },
  {
    name: 'Redis (redis-server)',
    packages: ['redis-server'],
    isThere: () => findRedis() !== undefined,
  },
  {
    name: 'nginx',
    packages: ['nginx'],
    isThere: () => findNginx() !== undefined,
  },
  {
    name: 'Chromium without windows (chromium-headless-shell)',
    packages: ['chromium-headless-shell'],
    ubuntuPackages: [],
    isOptional: true,
    // Only Debian has it.
    isThere: () => process.platform !== 'linux' || findHeadlessChromium() !== undefined,
  },
  {
    name: 'a font with Chinese glyphs',
    packages: ['fontconfig', 'fonts-wqy-zenhei'],
    isOptional: true,
    isThere: hasChineseFont,
  },
]
