import type { Article } from './article'

export const fiveMinuteRule: Article = {
  slug: 'five-minute-rule',
  imgUrl: '/cards/five-minute-rule.png',
  en: {
    title: 'Tokens, tickets and the five-minute rule',
    desc: 'Why a server should not ask WeChat for each page, and when it should ask again.',
    body: [
      'To sign a page, a server needs a jsapi ticket; to get the ticket, an access token. Both last two hours at most, and both have a daily quota. So they are kept, and shared by all pages.',
      { heading: 'Two ways to a token' },
      { list: [
        '`token`, the classic way: each call makes a new token, and the one before it ends after five minutes. Two servers that do not share theirs throw each other out.',
        '`stable_token`: every caller gets the same token, until its last five minutes. Then there is a new one, and for five minutes both work.',
      ] },
      { heading: 'When to renew' },
      'With `stable_token` the answer is: in those last five minutes. Earlier, WeChat gives the same token again, and its `expires_in` is what is left of it: 345 seconds, say, and not 7200. A program that expects 7200 keeps a dead token for two hours; one that repeats until it sees a new one spends its quota in a loop.',
      { heading: 'In this app' },
      { list: [
        'Fetched at the start, renewed in the background: no page waits while a valid ticket is there.',
        'One request to WeChat, however many pages ask at the same moment.',
        'After a failure it waits longer each time before it asks again.',
      ] },
    ],
  },
  zh: {
    title: '凭证、票据与五分钟规则',
    desc: '为什么不能每打开一个页面就去问一次微信，又该在什么时候去续。',
    body: [
      '给页面签名要用 jsapi_ticket，取 jsapi_ticket 要用 access_token。两者最长有效两小时，每天的调用次数也有限，所以要保存下来，供所有页面共用。',
      { heading: '取 access_token 的两种方式' },
      { list: [
        '旧接口 `token`：每调用一次就产生一个新的，前一个五分钟后作废。两台服务器各取各的，就会互相顶掉。',
        '`stable_token`：谁来取都是同一个，直到它的最后五分钟；这时换成新的，新旧两个在五分钟内都有效。',
      ] },
      { heading: '什么时候续' },
      '用 `stable_token`，就在最后五分钟里续。早了，微信给的还是同一个，`expires_in` 是它剩下的时间，比如 345 秒，而不是 7200 秒。把它当成 7200 秒的程序，会把失效的凭证再用两小时；不换新就一直重试的程序，则会把每天的额度耗光。',
      { heading: '在这个应用里' },
      { list: [
        '启动时就取好，之后在后台续期；只要还有有效的票据，页面就不必等待。',
        '不管同时有多少页面要签名，只向微信请求一次。',
        '请求失败后逐次延长间隔，再重试。',
      ] },
    ],
  },
}
