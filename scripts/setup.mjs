// Installs what the tests need beyond npm: by apt-get on Debian and Ubuntu; elsewhere it says what to install.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { findInPath, requirements } from './requirements.mjs'

const missing = requirements.filter(({ isThere }) => !isThere())

if (missing.length === 0) {
  console.log(`Nothing to do, all is there: ${requirements.map(({ name }) => name).join(', ')}.`)
  process.exit(0)
}

console.log(`Missing: ${missing.map(({ name }) => name).join(', ')}.`)

if (process.platform !== 'linux' || !findInPath(['apt-get'])) {
  console.error(`Install the above in the way of this system, then run the tests.
  macOS:         brew install redis nginx && brew install --cask chromium
  Fedora:        dnf install chromium redis nginx wqy-zenhei-fonts
  Arch:          pacman -S chromium redis nginx wqy-zenhei
  Windows:       use WSL with Debian or Ubuntu, and run this again there
A Chromium or Chrome in an unusual place: CHROMIUM_PATH=/path/to/it`)
  process.exit(1)
}

const isUbuntu = /^ID=ubuntu$/m.test(readOsRelease())
const packagesOf = ({ packages, ubuntuPackages }) => isUbuntu ? ubuntuPackages ?? packages : packages
const isNeeded = ({ isOptional }) => !isOptional
const packages = missing.flatMap(packagesOf)

aptGet('update')
aptGet('install', '--yes', '--no-install-recommends', ...missing.filter(isNeeded).flatMap(packagesOf))
// One at a time: what this system does not have keeps nothing else away.
for (const requirement of missing.filter(({ isOptional }) => isOptional)) {
  if (packagesOf(requirement).length > 0 && !tryAptGet('install', '--yes', '--no-install-recommends', ...packagesOf(requirement)))
    console.log(`Not found: ${requirement.name}. The tests run without it.`)
}

const stillMissing = missing.filter(isNeeded).filter(({ isThere }) => !isThere())
if (stillMissing.length > 0) {
  console.error(`apt-get ended well, yet not found: ${stillMissing.map(({ name }) => name).join(', ')}.
A Chromium or Chrome in an unusual place: CHROMIUM_PATH=/path/to/it`)
  process.exit(1)
}
console.log('All is there: npm test')

function readOsRelease() {
  try {
    return readFileSync('/etc/os-release', 'utf8')
  }
  catch {
    return ''
  }
}

/** @param {string[]} args */
function aptGet(...args) {
  if (!tryAptGet(...args))
    process.exit(1)
}

/** @param {string[]} args */
function tryAptGet(...args) {
  const isRoot = process.getuid?.() === 0
  if (!isRoot && !findInPath(['sudo'])) {
    console.error(`Neither root nor sudo here. As root:\n  apt-get update && apt-get install ${packages.join(' ')}`)
    process.exit(1)
  }
  const command = [...isRoot ? [] : ['sudo'], 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args]
  console.log(`> ${command.join(' ')}`)
  return spawnSync(command[0], command.slice(1), { stdio: 'inherit' }).status === 0
}
