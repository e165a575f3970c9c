import { failed, failedAs, found, skippedAfter, type Known, type Outcome } from '../check'

/** What documents show, ours first. */
const examples = ['wx0123456789abcdef', 'wx1234567890abcdef', '0123456789abcdef0123456789abcdef']

/** Whether there is an account, as far as its two values tell. Whether it is a mini program's, WeChat tells: see the ticket. */
export function checkAccount({ config, isSwapped }: Known): Outcome {
  if (isSwapped)
    return found(failed('account_swapped'))
  if (!config)
    return skippedAfter('variables')
  const { appId, appSecret } = config
  const missing = [!appId && 'NUXT_WECHAT_APP_ID', !appSecret && 'NUXT_WECHAT_APP_SECRET'].filter(Boolean).join(', ')
  if (missing)
    return found(failedAs('wechat_not_configured', 'wechat_not_configured', { missing }))
  if (examples.includes(appId) || examples.includes(appSecret))
    return found(failed('account_example'))
  return { findings: [{ status: 'ok', text: 'account', params: { appId } }], known: { account: { appId, appSecret } } }
}
