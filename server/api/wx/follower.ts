import { defineWechatHandler } from '../../http/answers/handler'
import { requireUser } from '../../http/session/sign-in'
import { getWechat } from '../../http/wechat-instance'

/** Whether the user who is signed in follows the account. */
export default defineWechatHandler('GET', async (event) => {
  const { openid } = await requireUser(event)
  return { subscribed: await getWechat().isFollower(openid) }
})
