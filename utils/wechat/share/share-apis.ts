/** What a card asks the client for: the new calls, and those of old clients, some PC clients and WeCom. */
export const shareApis = ['updateAppMessageShareData', 'updateTimelineShareData', 'onMenuShareAppMessage', 'onMenuShareTimeline']
