// These two packages have no types: what the tests call of them.

declare module 'co-wechat-api' {
  export default class WechatApi {
    constructor(appId: string, appSecret: string)
    prefix: string
    getLatestTicket(): Promise<{ ticket: string }>
    getJsConfig(options: { url: string, jsApiList: string[] }): Promise<{ appId: string, timestamp: string, nonceStr: string, signature: string }>
  }
}

declare module 'wechat-jssdk' {
  /** Keeps all in memory; its subclasses write it elsewhere. */
  export class Store {
    destroy(): void
  }

  export class JSSDK {
    constructor(options: { appId: string, appSecret: string, accessTokenUrl: string, ticketUrl: string, store: Store })
    prepareGlobalToken(): Promise<{ jsapi_ticket: string }>
    getSignature(url: string): Promise<{ appId: string, timestamp: string, nonceStr: string, signature: string }>
  }
}
