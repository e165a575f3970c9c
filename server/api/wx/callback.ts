import { sendRedirect, setResponseHeader } from 'h3'
import { defineSignInHandler } from '../../http/answers/handler'
import { completeSignIn } from '../../http/session/sign-in'

/** Where WeChat's authorise page returns to: signs in, and goes on to a clean address. */
export default defineSignInHandler('GET', async (event) => {
  setResponseHeader(event, 'Referrer-Policy', 'no-referrer')
  await sendRedirect(event, await completeSignIn(event), 303)
})
