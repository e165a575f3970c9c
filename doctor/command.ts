import process from 'node:process'
import { parseArgs } from 'node:util'
import { examine } from './examine'
import { chooseLanguage } from './output/language'
import { createLines } from './output/lines'
import { isLanguage, texts, type Language } from './texts'

const usage = `Usage: nuxt-wechat doctor [--json] [--lang zh|en]

Checks the account, the server and the running app of this folder, by its .env and the environment.

  --json     prints one JSON object and nothing else
  --lang L   zh or en (default: by LC_ALL, LANG or the system)
  --help     prints this

Ends with 0 where no check failed, else with 1.`

/** Runs `nuxt-wechat doctor`; its exit code. */
export async function runCommand(args: string[]): Promise<number> {
  // A reader that has gone, such as `| head`, ends nothing.
  process.stdout.on('error', () => {})
  const options = readOptions(args)
  if (typeof options === 'string') {
    console.error(`${options} Try: nuxt-wechat doctor --help`)
    return 1
  }
  if (options.help) {
    console.log(usage)
    return 0
  }
  process.on('SIGINT', () => {
    if (!options.json)
      process.stdout.write('\n')
    process.exit(130)
  })
  return options.json ? printJson(options.language) : printLines(options.language)
}

async function printJson(language: Language): Promise<number> {
  const report = await examine({ language })
  console.log(JSON.stringify(report, null, 2))
  return report.ok ? 0 : 1
}

async function printLines(language: Language): Promise<number> {
  const lines = createLines({
    write: text => void process.stdout.write(text),
    texts: texts[language],
    hasColour: process.stdout.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
  })
  const report = await examine({ language, onStart: lines.start, onEnd: lines.end })
  lines.summary(report)
  return report.ok ? 0 : 1
}

/** The options, or what is wrong with them. */
function readOptions(args: string[]): string | { json: boolean, language: Language, help: boolean } {
  try {
    const { values } = parseArgs({
      args,
      options: {
        json: { type: 'boolean', default: false },
        lang: { type: 'string', default: chooseLanguage(process.env) },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    const { json, lang, help } = values
    return isLanguage(lang) ? { json, language: lang, help } : '--lang is zh or en.'
  }
  catch (error) {
    // Its second sentence is about arguments that begin with a dash.
    const [reason = ''] = error instanceof Error ? error.message.split(/\.\s/) : []
    return `${reason.replace(/\.$/, '')}.`
  }
}
