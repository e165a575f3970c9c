import type { ShareTarget } from '../record/state'

interface Target {
  /** What the page's listener hears of. */
  event: string
  /** With which the page answers. */
  call: string
  /** As WeChat's answer names it, where that is another name. */
  answer?: string
  /** Whose kept data counts here too. */
  keptAs?: 'chat' | 'moments'
  scene?: string
}

/** Where a page can be shared to. `wechat` is WeCom's "share to WeChat". */
export const shareTargets: Readonly<Record<ShareTarget, Target>> = {
  chat: { event: 'menu:share:appmessage', call: 'sendAppMessage', answer: 'send_app_msg', keptAs: 'chat', scene: 'friend' },
  moments: { event: 'menu:share:timeline', call: 'shareTimeline', answer: 'share_timeline', keptAs: 'moments', scene: 'timeline' },
  qq: { event: 'menu:share:qq', call: 'shareQQ', keptAs: 'chat' },
  qzone: { event: 'menu:share:QZone', call: 'shareQZone', keptAs: 'moments' },
  weibo: { event: 'menu:share:weiboApp', call: 'shareWeiboApp' },
  wechat: { event: 'menu:share:wechat', call: 'shareWechat' },
}

// Object.entries widens the names of a record.
export const shareTargetList = Object.entries(shareTargets) as [ShareTarget, Target][]
