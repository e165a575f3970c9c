import type { Article } from './article'

export const howACardIsMade: Article = {
  slug: 'how-a-card-is-made',
  imgUrl: '/cards/how-a-card-is-made.png',
  en: {
    title: 'How a share card is made',
    desc: 'Four steps between a page and the picture in the chat, and what each of them needs.',
    body: [
      'A shared page is either a bare link or a card with a title, two lines and a picture. Four steps make the difference.',
      { steps: [
        'The page sends its own address to its server: `GET /api/wx/config?url=…`',
        'The server signs the address with the account\'s jsapi ticket. It has the ticket at hand, so the page does not wait for WeChat.',
        'The page gives the signature to the JS-SDK. WeChat\'s client checks that address, signature and account belong together.',
        'The page says what the card shows: `updateAppMessageShareData` for chats, `updateTimelineShareData` for Moments.',
      ] },
      'When WeChat answers `ok`, it holds the card. It does not mean that somebody shared it: no page learns that.',
      { heading: 'What goes on the card' },
      { list: [
        'Title: short. Moments show the title and the picture, nothing else.',
        'Description: one or two lines in a chat.',
        'Picture: a full http(s) address, square, 300 px or more, PNG or JPEG. No SVG.',
        'Link: on one of the account\'s JS safe domains.',
      ] },
      { heading: 'In this app' },
      'One call in the page does all four steps, and does them again after each navigation:',
      { code: 'useWechatShare(() => ({\n  title: article.title,\n  desc: article.desc,\n  imgUrl: article.imgUrl,\n}))' },
    ],
  },
  zh: {
    title: '一张分享卡片是怎么来的',
    desc: '从网页到聊天里的卡片要走四步，每一步都有它的条件。',
    body: [
      '网页分享到聊天里，要么是一行光秃秃的链接，要么是带标题、摘要和缩略图的卡片。差别就在这四步。',
      { steps: [
        '网页把自己的网址发给服务器：`GET /api/wx/config?url=…`',
        '服务器用公众号的 jsapi_ticket 对网址签名。票据早已备好，网页不必等微信接口。',
        '网页把签名交给 JS-SDK，微信客户端校验网址、签名和公众号是否对得上。',
        '网页设置卡片内容：聊天用 `updateAppMessageShareData`，朋友圈用 `updateTimelineShareData`。',
      ] },
      '微信返回 `ok`，表示它已经收下卡片内容，并不表示有人分享了——网页无从得知用户是否真的分享。',
      { heading: '卡片上有什么' },
      { list: [
        '标题：要短。朋友圈只显示标题和缩略图。',
        '摘要：在聊天里显示一两行。',
        '图片：完整的 http(s) 地址，正方形，边长 300 像素以上，PNG 或 JPEG，不支持 SVG。',
        '链接：域名必须在“JS接口安全域名”之内。',
      ] },
      { heading: '在这个应用里' },
      '页面里调用一次，四步就都做完了；站内跳转之后也会自动重新设置：',
      { code: 'useWechatShare(() => ({\n  title: article.title,\n  desc: article.desc,\n  imgUrl: article.imgUrl,\n}))' },
    ],
  },
}
