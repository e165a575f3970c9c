export default defineEventHandler(async (event) => {
  const { openid } = await requireWechatUser(event)
  return { openid }
})
