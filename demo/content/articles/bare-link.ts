import type { Article } from './article'

export const bareLink: Article = {
  slug: 'bare-link',
  imgUrl: '/cards/bare-link.png',
  en: {
    title: 'All calls succeed, yet it shares as a bare link',
    desc: 'It depends on how the page was opened. Scan a QR code before you look for a bug.',
    body: [
      'The signature is accepted, the share call answers `ok`, and still the chat shows nothing but the address. Most often nothing is broken.',
      { heading: 'How was the page opened?' },
      'WeChat shows the card where the page was opened from:',
      { list: ['a QR code,', 'a card that somebody sent,', 'the account\'s menu or one of its articles,', 'the favourites.'] },
      'A page that was opened by tapping an address pasted into a chat shares as a bare link, whatever it tells the JS-SDK. So test with a QR code. Every later share of that card is a card again.',
      { heading: 'If it was a QR code' },
      { list: [
        'Is the link on a JS safe domain of the account? Otherwise WeChat ignores the data.',
        'Is the picture\'s address complete, with `https://`, and can it be opened without signing in? Without it the card shows a grey square.',
        'Did the menu open before the data was there? This page\'s status tells when WeChat holds the card.',
        'Does another part of the page set its own data later? The last call wins.',
      ] },
    ],
  },
  zh: {
    title: '接口全部成功，分享出去却只有链接',
    desc: '关键在于页面是怎样打开的。先扫码试试，再找程序的问题。',
    body: [
      '签名通过了，分享接口也返回了 `ok`，聊天里却还是一行网址。多数时候程序并没有错。',
      { heading: '页面是怎样打开的？' },
      '从下面这些入口打开的页面，分享出去才是卡片：',
      { list: ['扫描二维码；', '别人发来的卡片；', '公众号菜单或公众号文章；', '收藏。'] },
      '如果网址是粘贴在聊天里、再点开的，那么无论页面向 JS-SDK 设置了什么，分享出去都只是链接。所以请用二维码测试。扫码打开后分享出的卡片，别人再转发仍然是卡片。',
      { heading: '如果已经是扫码打开' },
      { list: [
        '链接的域名在“JS接口安全域名”里吗？不在的话，微信会忽略设置的内容。',
        '图片地址是带 `https://` 的完整地址吗？不登录能打开吗？否则卡片上只有一个灰色方块。',
        '是不是数据还没设置好就点开了菜单？本页的状态会显示微信何时收下卡片。',
        '页面别处是否又设置了一次？以最后一次为准。',
      ] },
    ],
  },
}
