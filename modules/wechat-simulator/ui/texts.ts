const english = {
  title: 'WeChat simulator',
  intro: 'The page in the frame runs in a web view of WeChat; next to it stands what WeChat keeps of it.',
  client: 'Client',
  address: 'Address in this app',
  open: 'Open',
  reload: 'Reload',
  otherOrigin: 'Only pages of this app can be opened here.',
  page: 'The page as WeChat shows it',
  cards: 'Share cards',
  chat: 'To a chat',
  moments: 'To Moments',
  noCard: 'No card yet',
  noCardHint: 'Without one, WeChat shares the bare link.',
  configurations: 'Configurations',
  noConfiguration: 'None yet',
  accepted: 'Accepted',
  refused: 'Refused',
  checkedAgainst: 'Checked against',
  apis: 'APIs',
}

export type Texts = typeof english

const chinese: Texts = {
  title: '微信模拟器',
  intro: '下方的页面运行在模拟的微信网页视图中，一旁是微信为它保存的内容。',
  client: '客户端',
  address: '本应用内的地址',
  open: '打开',
  reload: '刷新',
  otherOrigin: '这里只能打开本应用的页面。',
  page: '微信中的页面',
  cards: '分享卡片',
  chat: '发送给朋友',
  moments: '分享到朋友圈',
  noCard: '还没有卡片',
  noCardHint: '没有卡片时，微信只会分享链接。',
  configurations: '签名配置',
  noConfiguration: '还没有',
  accepted: '通过',
  refused: '拒绝',
  checkedAgainst: '校验的地址',
  apis: '接口',
}

/** The words of the simulator's page. `language` as in `navigator.language`. */
export function textsFor(language: string): Texts {
  return language.toLowerCase().startsWith('zh') ? chinese : english
}
