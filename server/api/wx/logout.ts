/** Signs out. */
export default defineWechatHandler('POST', async (event) => {
  await signOut(event)
  return sendNoContent(event)
})
