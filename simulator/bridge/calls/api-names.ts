/** The bridge's own names of calls, and how pages write them with the JS-SDK, where the two differ. */
const pageNames = new Map([
  ['preVerifyJSAPI', 'config'],
  ['menu:share:appmessage', 'onMenuShareAppMessage'],
  ['menu:share:timeline', 'onMenuShareTimeline'],
  ['menu:share:qq', 'onMenuShareQQ'],
  ['menu:share:weiboApp', 'onMenuShareWeibo'],
  ['menu:share:QZone', 'onMenuShareQZone'],
  // With these the JS-SDK answers the tap that the calls above wait for.
  ['sendAppMessage', 'onMenuShareAppMessage'],
  ['shareTimeline', 'onMenuShareTimeline'],
  ['shareQQ', 'onMenuShareQQ'],
  ['shareWeiboApp', 'onMenuShareWeibo'],
  ['shareQZone', 'onMenuShareQZone'],
  ['imagePreview', 'previewImage'],
  ['geoLocation', 'getLocation'],
  ['getBrandWCPayRequest', 'chooseWXPay'],
  ['editAddress', 'openAddress'],
  ['openProductViewWithPid', 'openProductSpecificView'],
  ['batchAddCard', 'addCard'],
  ['batchViewCard', 'openCard'],
  ['consumedShareCard', 'consumeAndShareCard'],
  ['startMonitoringBeacons', 'startSearchBeacons'],
  ['stopMonitoringBeacons', 'stopSearchBeacons'],
  ['onBeaconsInRange', 'onSearchBeacons'],
  ['getRecevieBizHongBaoRequest', 'openEnterpriseRedPacket'],
])

/** A bridge name as a page writes it: `getLocation` for `geoLocation`. */
export function toPageName(bridgeName: string): string {
  return pageNames.get(bridgeName) ?? bridgeName
}
