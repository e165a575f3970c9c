import { defineWechatHandler, requireWechatUser } from '../../utils/wechat'

/** The user who is signed in. */
export default defineWechatHandler('GET', requireWechatUser)
