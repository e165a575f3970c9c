/** Who is signed in. */
export default defineWechatHandler('GET', requireVisitor)
