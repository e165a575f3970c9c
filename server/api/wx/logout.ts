import { sendNoContent } from 'h3'
import { signOut } from '../../http/session/sign-in'
import { defineWechatHandler } from '../../utils/wechat'

/** Signs out. */
export default defineWechatHandler('POST', async (event) => {
  await signOut(event)
  return sendNoContent(event)
})
