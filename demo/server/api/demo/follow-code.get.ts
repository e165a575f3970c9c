/** A code that leads to the account's page, where a user follows it: `url` is what to draw as a QR code. WeChat counts those who follow by it under the scene. */
export default defineWechatHandler('GET', async (event) => {
  await requireWechatUser(event)
  return { url: await createCode() }
})

/** A code lives for a month, and is asked for once a day. */
const createCode = defineCachedFunction(async () => {
  const { url } = await useWechat().call<{ url: string }>('/cgi-bin/qrcode/create', {
    body: { expire_seconds: 2_592_000, action_name: 'QR_STR_SCENE', action_info: { scene: { scene_str: 'profile' } } },
  })
  return url
}, { name: 'follow-code', maxAge: 86_400, swr: false, getKey: () => 'profile' })
