/** Sends the browser to WeChat's authorise page. */
export default defineSignInHandler('GET', async (event) => {
  await sendRedirect(event, await beginSignIn(event), 302)
})
