import type { WechatClient } from '../../../server/wechat'
import { failed, found, skippedAfter, warning, type Finding, type Known, type Outcome } from '../../check'
import { toObject } from '../../network/object'
import { openAccount, toProblem } from './account-client'

const MINI_PROGRAM = 3

/** Whether WeChat gives a jsapi ticket for the token, and how many more today. */
export async function checkTicket({ config, account, token }: Known): Promise<Outcome> {
  if (!config || !account || !token)
    return skippedAfter('token')
  const { client, fetchTicket } = openAccount(config, account)
  try {
    const { value: ticket } = await fetchTicket(token)
    return { findings: [await readQuota(client, token)], known: { ticket } }
  }
  catch (error) {
    const problem = toProblem(error, new URL(config.apiBase).host)
    const isMiniProgram = problem.code === 'wechat_unauthorized' && await readAccountType(client, token) === MINI_PROGRAM
    return found(isMiniProgram ? failed('account_mini_program') : problem)
  }
}

/** @see https://developers.weixin.qq.com/doc/service/api/apimanage/openapi/api_getapiquota.html */
async function readQuota(client: WechatClient, token: string): Promise<Finding> {
  const reply = await client({ endpoint: '/cgi-bin/openapi/quota/get', query: { access_token: token }, body: { cgi_path: '/cgi-bin/ticket/getticket' } }).catch(() => undefined)
  const { daily_limit: limit, remain } = toObject(reply?.quota)
  if (typeof limit !== 'number' || typeof remain !== 'number')
    return { status: 'ok', text: 'ticket' }
  return remain < limit / 10
    ? warning('quota_low', { remain, limit })
    : { status: 'ok', text: 'ticket_quota', params: { remain, limit } }
}

/** @see https://developers.weixin.qq.com/doc/oplatform/openApi/miniprogram-management/basic-info-management/api_getaccountbasicinfo.html */
async function readAccountType(client: WechatClient, token: string): Promise<unknown> {
  const reply = await client({ endpoint: '/cgi-bin/account/getaccountbasicinfo', query: { access_token: token }, body: {} }).catch(() => undefined)
  return reply?.account_type
}
