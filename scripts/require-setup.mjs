// Runs before the tests: says in a line what is missing, instead of letting tests fail one by one.
import process from 'node:process'
import { requirements } from './requirements.mjs'

const missing = requirements.filter(({ isOptional, isThere }) => !isOptional && !isThere()).map(({ name }) => name)

if (missing.length > 0) {
  const { CHROMIUM_PATH } = process.env
  console.error(`The tests need ${missing.join(' and ')}, not found here: run \`npm run setup\` first.${
    CHROMIUM_PATH ? ` (CHROMIUM_PATH is set to ${CHROMIUM_PATH}.)` : ''}`)
  process.exit(1)
}
