import { Album } from './pictures'
import type { PlatformTraits } from './platforms'
import type { Params } from './state'

export type Handler = (params: Params) => Params | Promise<Params>

/** A park in Guangzhou, by satellite and as Chinese maps shift it. Degrees. */
const places = {
  wgs84: { latitude: 23.0994, longitude: 113.3245 },
  gcj02: { latitude: 23.0967, longitude: 113.3299 },
}

const SCANNED = 'https://example.com/scanned?from=wechat-simulator'
const LOCAL_RESOURCE = 'wxlocalresource://imageid'

/** The functions of the phone itself: camera, place, scanner, network. */
export function deviceHandlers(traits: PlatformTraits): Record<string, Handler> {
  const album = new Album()
  const nested = (value: unknown) => traits.nestsAsText ? JSON.stringify(value) : value

  return {
    getNetworkType: () => ({ err_msg: 'network_type:wifi' }),

    chooseImage: ({ count, sourceType }) => {
      const ids = Array.from({ length: Math.min(Number(count) || 9, album.size) }, (_, index) =>
        traits.hidesPictures ? LOCAL_RESOURCE + index : `data:image/jpeg;base64,${album.base64(index)}`)
      return { err_msg: 'chooseImage:ok', localIds: nested(ids), sourceType: Array.isArray(sourceType) ? sourceType[0] : 'album' }
    },

    // iOS misspells the type, and Android leaves the front of a data URL out.
    getLocalImgData: ({ localId }) => {
      const id = String(localId)
      if (traits.hidesPictures && id.startsWith(LOCAL_RESOURCE))
        return { err_msg: 'getLocalImgData:ok', localData: `data:image/jgp;base64,${album.base64(Number(id.slice(LOCAL_RESOURCE.length)))}` }
      if (id.startsWith('data:'))
        return { err_msg: 'getLocalImgData:ok', localData: id.replace(/^.*,/, '') }
      return { err_msg: 'getLocalImgData:fail_file not exist' }
    },

    imagePreview: () => ({ err_msg: 'image_preview:ok' }),

    geoLocation: ({ type }) => ({ err_msg: 'geo_location:ok', ...places[type === 'gcj02' ? 'gcj02' : 'wgs84'], speed: 0, accuracy: 30, type }),

    openLocation: ({ latitude, longitude }) => ({
      err_msg: Number.isFinite(Number(latitude)) && Number.isFinite(Number(longitude)) ? 'openLocation:ok' : 'openLocation:fail_invalid coordinate',
    }),

    scanQRCode: ({ needResult }) => ({
      err_msg: 'scanQRCode:ok',
      ...needResult === 1 && { resultStr: traits.wrapsScan ? JSON.stringify({ scan_code: { scan_result: SCANNED, type: 'QR_CODE' } }) : SCANNED },
    }),
  }
}
