import type { Article } from './article'

export const invalidSignature: Article = {
  slug: 'invalid-signature',
  imgUrl: '/cards/invalid-signature.png',
  en: {
    title: 'Why WeChat says “invalid signature”',
    desc: 'Five causes, the most frequent first, and how to tell them apart.',
    body: [
      'WeChat computes the signature again from what it knows: the ticket, and the address of the page. One byte of difference, and the answer is `invalid signature`. In the order in which they happen:',
      { steps: [
        'The address is not the page\'s own. Sign `location.href` up to the `#`, with everything that WeChat added to it, such as `from=singlemessage`.',
        'The address was cut on its way to the server. An `&` in it ends the parameter unless it is sent through `encodeURIComponent`.',
        'On an iPhone, WeChat checks the first page that the web view loaded, however often a single-page app has changed the address since. Android checks the current one.',
        'The ticket is not valid any more. Two programs that fetch tokens for one account the classic way cancel each other\'s.',
        'The `appId` given to `wx.config` belongs to another account than the ticket.',
      ] },
      { heading: 'How to tell' },
      'Put the four values that were signed into WeChat\'s own checker (the page “JS 接口签名校验工具”). If it finds the same signature, the arithmetic is right, and the address is the cause. Compare it with `location.href`, character by character.',
      { heading: 'In this app' },
      'The address is taken where each client takes it, encoded on the way, signed byte for byte, and on a refusal the other candidate is tried once. Processes with one storage share one ticket.',
    ],
  },
  zh: {
    title: '为什么总是 invalid signature',
    desc: '五种常见原因，按出现的频率排列，以及怎样分辨。',
    body: [
      '微信会用自己掌握的票据和页面网址把签名再算一遍，差一个字节就返回 `invalid signature`。按常见程度排列：',
      { steps: [
        '签名的不是当前页面的网址。应当用 `location.href` 中 `#` 之前的部分，微信自己加上的 `from=singlemessage` 等参数也要算在内。',
        '网址传给服务器时被截断。不经过 `encodeURIComponent`，网址里的 `&` 就会被当成参数分隔符。',
        'iPhone 上，微信校验的是 WebView 打开的第一个网址，单页应用之后怎样改地址栏都不算；安卓校验的是当前网址。',
        '票据已经失效。两个程序用旧接口为同一个公众号取 access_token，会互相把对方的顶掉。',
        '`wx.config` 里的 `appId` 和票据不属于同一个公众号。',
      ] },
      { heading: '怎样分辨' },
      '把签名用的四个值填进微信官方的“JS 接口签名校验工具”。如果结果一致，说明算法没错，问题在网址上，再和 `location.href` 逐个字符比对。',
      { heading: '在这个应用里' },
      '网址按各个客户端的规则选取，编码后传输，逐字节签名；如果被拒绝，会用另一个候选网址再试一次。共用同一存储的进程使用同一张票据。',
    ],
  },
}
