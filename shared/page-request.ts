/** What a page that is being rendered asks of WeChat's client. */
export interface PageRequest {
  /** By the bridge's names: `menu:share:timeline`. */
  apis: Set<string>
  tags: Set<string>
}

declare module 'h3' {
  interface H3EventContext {
    wechatPageRequest?: PageRequest
  }
}
