import { sendRedirect } from 'h3'
import { defineSignInHandler } from '../../http/answers/handler'
import { beginSignIn } from '../../http/session/sign-in'

/** Sends the browser to WeChat's authorise page. */
export default defineSignInHandler('GET', async (event) => {
  await sendRedirect(event, await beginSignIn(event), 302)
})
