import { signJsapi } from '../../../server/wechat'
import { failed, failedAs, found, skippedAfter, warning, type Known, type Outcome, type Problem, type Surroundings } from '../../check'
import { parseObject, readCode } from '../../network/object'
import { NetworkFailure, tryRequest, type NetworkAnswer } from '../../network/request'
import { openAccount } from '../api/account-client'
import { toHostProblem } from './origins'
import { toRoute } from './route'

/** What a proxy that tidies up addresses would change. */
const QUERY = '?from=%E5%BE%AE%E4%BF%A1&sum=1%2B1'
/** WeChat gives another ticket so long before the old one ends, and both work. */
const OVERLAP_SECONDS = 300

/** Whether the running app signs a page so that WeChat's client would accept it. */
export async function checkSignature(known: Known, { network, environment }: Surroundings): Promise<Outcome> {
  const { site, ticket, account } = known
  if (!site || !ticket || !account)
    return skippedAfter(ticket ? 'site' : 'ticket')
  const { host } = new URL(site.origin)
  const url = `${site.origin}/${QUERY}`
  const answer = await tryRequest(network, `${toRoute(site.origin, 'config', environment)}?url=${encodeURIComponent(url)}`)
  if (answer instanceof NetworkFailure)
    return found(toHostProblem(answer, host))
  const problem = findRefusal(answer, host) ?? await findWrongSignature(parseObject(answer.body), url, known)
  return found(problem ?? { status: 'ok', text: 'signature' })
}

function findRefusal({ status, body }: NetworkAnswer, host: string): Problem | undefined {
  if (status === 200)
    return undefined
  const code = readCode(parseObject(body))
  switch (code) {
    case 'url_host_not_allowed': return failedAs(code, code, { host })
    case 'url_not_encoded':
    case 'url_invalid':
    case 'url_not_href': return failedAs(code, 'signature_url_changed')
    case '': return failed('signature_no_answer', { host, status })
    default: return failedAs(code, 'signature_refused', { code, status })
  }
}

async function findWrongSignature(signed: Record<string, unknown>, url: string, { config, account, token, ticket, site }: Known): Promise<Problem | undefined> {
  if (!config || !account || !token || !ticket || !site)
    return undefined
  if (signed.appId !== account.appId)
    return failed('signature_other_account')
  if (signed.url !== url)
    return failed('signature_url_changed')
  const isMadeWith = (jsapiTicket: string) => signed.signature === signJsapi({ jsapiTicket, nonceStr: String(signed.nonceStr), timestamp: Number(signed.timestamp), url })
  if (isMadeWith(ticket))
    return undefined
  // Does WeChat give the same ticket twice? If not, there is nothing to compare with.
  const again = await openAccount(config, account).fetchTicket(token).then(({ value }) => value, () => ticket)
  if (isMadeWith(again))
    return undefined
  if (again !== ticket || site.ticketExpiresInSeconds <= OVERLAP_SECONDS)
    return warning('signature_not_comparable')
  return failed('signature_other_ticket')
}
