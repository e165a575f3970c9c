import { defaults } from '../../../server/http/config/defaults'
import { readWechatConfig, WechatConfigError, type ConfigProblem } from '../../../server/http/config/read-config'
import type { WechatConfig } from '../../../server/http/config/schema'
import { failed, problemsOr, type Known, type Outcome, type Problem, type Surroundings } from '../../check'

type Environment = Surroundings['environment']

/** Names and shapes of all variables, and the syntax of `.env`. */
export function checkVariables({ envProblems = [] }: Known, { environment }: Surroundings): Outcome {
  const isSwapped = areSwapped(environment)
  const { config, problems } = read(isSwapped ? { ...environment, NUXT_WECHAT_APP_ID: '', NUXT_WECHAT_APP_SECRET: '' } : environment)
  const count = Object.keys(environment).filter(name => environment[name] && /^NUXT_(?:PUBLIC_)?WECHAT_|^NUXT_SESSION_PASSWORD$/.test(name)).length
  return {
    findings: problemsOr([...envProblems, ...problems], 'variables', { count }),
    known: { config, isSwapped },
  }
}

function read(environment: Environment): { config?: WechatConfig, problems: Problem[] } {
  // Whether the simulator is built in is not for the doctor to know: it takes either.
  const simulator = environment.NUXT_WECHAT_SIMULATOR === 'true' ? { simulator: true } : {}
  try {
    return { config: readWechatConfig({ environment, runtimeConfig: { ...defaults, ...simulator } }), problems: [] }
  }
  catch (error) {
    if (!(error instanceof WechatConfigError))
      throw error
    return { problems: error.problems.map(problem => toProblem(problem, environment)) }
  }
}

/** The words of the configuration are English; other languages have their own for each variable and each fault. */
function toProblem({ name, takes, fault, closest }: ConfigProblem, environment: Environment): Problem {
  if (takes)
    return failed('variable_invalid', { name, takes: { word: name, otherwise: takes }, slip: findSlip(name, environment[name], fault) })
  if (fault)
    return failed('variable_quoted', { name })
  return closest ? failed('variable_misspelt', { name, closest }) : failed('variable_unknown', { name })
}

/** Another ID in the AppID's place, or what the configuration itself finds. */
function findSlip(name: string, value = '', fault = ''): { word: string } {
  const [, otherId] = name === 'NUXT_WECHAT_APP_ID' ? /^(gh_|ww)/.exec(value) ?? [] : []
  return { word: otherId ? `id_${otherId}` : fault }
}

/** An AppID begins with wx; an AppSecret is 32 hex digits. */
function areSwapped({ NUXT_WECHAT_APP_ID: id = '', NUXT_WECHAT_APP_SECRET: secret = '' }: Environment): boolean {
  return /^[\da-f]{32}$/i.test(id) && /^wx[\da-f]{16}$/i.test(secret)
}
