import { toGcj02 } from './coordinates'
import type { Network } from '../client/options'
import type { Album } from './pictures'
import type { PlatformTraits } from '../client/platforms'
import type { DeviceAnswer, Params, Question } from '../record/state'

export type Handler = (params: Params) => Params | Promise<Params>

/** Asks the user who holds the phone. */
export type AskUser = (name: Question['name'], params: Params) => Promise<DeviceAnswer>

/** A park in Guangzhou. Degrees, by satellite (WGS 84). */
export const park = { latitude: 23.0994, longitude: 113.3245 }

const SCANNED = 'https://example.com/scanned?from=wechat-simulator'

/** Made up, as the bridge words it. */
export const address = {
  userName: '林小梅',
  telNumber: '020-81167888',
  addressPostalCode: '510000',
  proviceFirstStageName: '广东省',
  addressCitySecondStageName: '广州市',
  addressCountiesThirdStageName: '海珠区',
  addressDetailInfo: '新港中路 397 号',
  nationalCode: '440105',
}

/** Answers without a user: the first pictures of the album, the park, a code, a payment. */
export function answerByItself(album: Album): AskUser {
  return async (name, { count }) => {
    switch (name) {
      case 'chooseImage':
        return { pictures: album.drawn.slice(0, Number(count) || 9) }
      case 'geoLocation':
        return park
      case 'scanQRCode':
        return { code: SCANNED }
      case 'getBrandWCPayRequest':
        return { paid: true }
      case 'editAddress':
        return { isAllowed: true }
    }
  }
}

/** The functions of the phone itself: camera, place, scanner, network, address, payment. */
export function deviceHandlers(traits: PlatformTraits, album: Album, ask: AskUser, network: () => Network): Record<string, Handler> {
  const nested = (value: unknown) => traits.nestsAsText ? JSON.stringify(value) : value

  return {
    getNetworkType: () => networkAnswer(network()),

    chooseImage: async (params) => {
      const answer = await ask('chooseImage', params)
      if (!answer || !('pictures' in answer))
        return { err_msg: 'chooseImage:cancel' }
      const ids = answer.pictures.map(picture => album.add(picture))
      const { sourceType } = params
      return { err_msg: 'chooseImage:ok', localIds: nested(ids), sourceType: Array.isArray(sourceType) ? sourceType[0] : 'album' }
    },

    // iOS misspells the type, and Android leaves the front of a data URL out.
    getLocalImgData: ({ localId }) => {
      const picture = album.find(String(localId))
      if (!picture)
        return { err_msg: 'getLocalImgData:fail_file not exist' }
      return { err_msg: 'getLocalImgData:ok', localData: album.hides ? picture.replace(/^data:image\/jpeg/, 'data:image/jgp') : picture.replace(/^.*,/, '') }
    },

    geoLocation: async ({ type, ...params }) => {
      const answer = await ask('geoLocation', { type, ...params })
      if (!answer || !('latitude' in answer))
        return { err_msg: 'geo_location:cancel' }
      const { latitude, longitude } = answer
      const place = type === 'gcj02' ? toGcj02({ latitude, longitude }) : { latitude, longitude }
      return { err_msg: 'geo_location:ok', ...place, speed: 0, accuracy: 30, type }
    },

    scanQRCode: async (params) => {
      const answer = await ask('scanQRCode', params)
      if (!answer || !('code' in answer))
        return { err_msg: 'scanQRCode:cancel' }
      const { code } = answer
      return {
        err_msg: 'scanQRCode:ok',
        ...params.needResult === 1 && { resultStr: traits.wrapsScan ? JSON.stringify({ scan_code: { scan_result: code, type: 'QR_CODE' } }) : code },
      }
    },

    editAddress: async (params) => {
      const answer = await ask('editAddress', params)
      return answer && 'isAllowed' in answer ? { err_msg: 'edit_address:ok', ...address } : { err_msg: 'edit_address:cancel' }
    },

    getBrandWCPayRequest: async (params) => {
      const missing = ['timeStamp', 'nonceStr', 'package', 'signType', 'paySign'].find(name => !params[name])
      if (missing)
        return { err_msg: `get_brand_wcpay_request:fail_missing parameter ${missing}` }
      return { err_msg: `get_brand_wcpay_request:${await ask('getBrandWCPayRequest', params) ? 'ok' : 'cancel'}` }
    },
  }
}

/** The JS-SDK reads the kind from the message itself, or from `subtype`. */
function networkAnswer(network: Network): Params {
  switch (network) {
    case 'wifi':
      return { err_msg: 'network_type:wifi' }
    case 'none':
      return { err_msg: 'network_type:fail' }
    default:
      return { err_msg: 'network_type:wwan', subtype: network }
  }
}
