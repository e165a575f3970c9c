/** A user who can sign in. Made up, as are their pictures. */
export interface TestUser {
  /** For choosing one: `mei`. */
  id: string
  openid: string
  unionid: string
  nickname: string
  headimgurl: string
  /** Whether they follow the account: `subscribe` of `/cgi-bin/user/info`. */
  follows?: boolean
  /** The made-up user that WeChat gives to a snapshot page (快照页). */
  isSnapshot?: boolean
}

const picture = (color: string) => `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="${color}"/><circle cx="32" cy="25" r="11" fill="#fff"/><path d="M10 60a22 20 0 0 1 44 0z" fill="#fff"/></svg>`)}`

/** The first is who signs in silently until another is chosen. */
export const testUsers: readonly [TestUser, ...TestUser[]] = [
  { id: 'mei', openid: 'oSim-mei-7Kq2Yw4Zt9Lr1Vb3Nc', unionid: 'uSim-mei-5Xd8Hs6Jf0Pg', nickname: '小梅', headimgurl: picture('#c8553d'), follows: true },
  { id: 'panda', openid: 'oSim-panda-3Rf8Tk6Mw1Qe5Zx', unionid: 'uSim-panda-9Lb4Vn2Cy7', nickname: 'Panda 🐼', headimgurl: picture('#2f6f9f') },
  { id: 'lin', openid: 'oSim-lin-8Gh1Jd5Sa4Po2Ui7', unionid: 'uSim-lin-6Mn3Bv0Xz8', nickname: '林 <b>“&”</b>', headimgurl: '', follows: true },
  { id: 'snapshot', openid: 'oSim-snapshot-0000000000', unionid: 'uSim-snapshot-000000', nickname: '微信用户', headimgurl: picture('#9a9a9a'), isSnapshot: true },
]

export function findTestUser(id: string | null): TestUser | undefined {
  return testUsers.find(user => user.id === id)
}
