import type { CheckId, Finding, Problem } from '../check'
import { errorPage } from '../../server/wechat'
import type { Texts } from '../texts'
import { fill } from './fill'

type Status = Finding['status']

/** What `--json` prints of a check. */
export interface CheckResult {
  id: CheckId
  status: Status
  /** Of the gravest problem. */
  code?: string
  /** What is wrong, and why it matters: a line for each problem. */
  message: string
  /** What to do, and where in the console. */
  fix?: string
}

const gravity: Status[] = ['failed', 'warning', 'ok', 'skipped']

/** A check's findings as one result, the gravest first. */
export function toResult(id: CheckId, findings: Finding[], texts: Texts): CheckResult {
  const sorted = findings.toSorted((a, b) => gravity.indexOf(a.status) - gravity.indexOf(b.status))
  const [gravest] = sorted
  if (!gravest)
    throw new Error(`The check ${id} found nothing.`)
  const fixes = sorted.filter(isProblem).flatMap(problem => toFix(problem, texts))
  return {
    id,
    status: gravest.status,
    ...isProblem(gravest) && { code: gravest.code ?? gravest.text },
    message: sorted.map(finding => toMessage(finding, texts)).join('\n'),
    ...fixes.length > 0 && { fix: [...new Set(fixes)].join('\n') },
  }
}

function isProblem(finding: Finding): finding is Problem {
  return finding.status === 'failed' || finding.status === 'warning'
}

function toMessage(finding: Finding, texts: Texts): string {
  if (!isProblem(finding))
    return fill(texts.notes[finding.text], finding.params, texts)
  const { what, why } = texts.problems[finding.text]
  return fill([what, why].join(texts.space), finding.params, texts)
}

/** What to do, and the page that says more. */
function toFix({ text, code, params }: Problem, texts: Texts): string[] {
  const { fix, where } = texts.problems[text]
  const errcode = typeof params?.errcode === 'number' ? params.errcode : undefined
  return [
    fill([fix, ...where ? [`${texts.where}${where}`] : []].join(texts.space), params, texts),
    ...code ? [`${texts.more}${errorPage({ code, details: { errcode } }).replace('/docs/', texts.docs)}`] : [],
  ]
}
