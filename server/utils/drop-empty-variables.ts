import process from 'node:process'

// A variable that is set but empty counts as unset, as in `docker run -e NAME=`: Nitro would put '' in its default's place. Loaded before
// Nitro reads the environment. (An empty NUXT_PUBLIC_WECHAT_SDK_URLS says something: the app's own copy alone.)
for (const [name, value] of Object.entries(process.env)) {
  if (value === '' && /^NUXT_(?:WECHAT_|SESSION_PASSWORD$)/.test(name))
    Reflect.deleteProperty(process.env, name)
}
