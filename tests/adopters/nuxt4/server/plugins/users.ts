import { createError } from 'h3'

export default defineNitroPlugin(({ hooks }) => {
  hooks.hook('wechat:signed-in', async ({ user }) => {
    const db = useDatabase()
    await db.sql`CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, openid TEXT NOT NULL UNIQUE, nickname TEXT, banned INTEGER NOT NULL DEFAULT 0)`
    // One statement: the same user may sign in on two phones at once.
    await db.sql`INSERT INTO users (openid, nickname) VALUES (${user.openid}, ${user.nickname ?? null})
      ON CONFLICT (openid) DO UPDATE SET nickname = coalesce(excluded.nickname, nickname)`
    const { rows } = await db.sql`SELECT id, banned FROM users WHERE openid = ${user.openid}`
    const [row] = rows ?? []
    if (row?.banned)
      throw createError({ statusCode: 403, message: 'This user is banned.' })
    return { id: Number(row?.id) }
  })
})

declare module 'nuxt-wechat/types' {
  interface WechatUserFields { id?: number }
}
