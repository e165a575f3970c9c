import type { Handler } from './calls/device'
import type { Recorder } from './record/recorder'

/** The calls that put something over the page: pictures, and a place on the map. */
export function viewHandlers(recorder: Recorder): Record<string, Handler> {
  const { state } = recorder
  return {
    imagePreview: ({ urls, current }) => {
      const list = Array.isArray(urls) ? urls.map(String) : []
      state.viewing = { id: recorder.nextId(), kind: 'pictures', urls: list, current: String(current ?? list[0] ?? '') }
      return { err_msg: 'image_preview:ok' }
    },

    openLocation: ({ latitude, longitude, name = '', address = '' }) => {
      const place = { latitude: Number(latitude), longitude: Number(longitude) }
      if (!Number.isFinite(place.latitude) || !Number.isFinite(place.longitude))
        return { err_msg: 'openLocation:fail_invalid coordinate' }
      state.viewing = { id: recorder.nextId(), kind: 'place', ...place, name: String(name), address: String(address) }
      return { err_msg: 'openLocation:ok' }
    },
  }
}
