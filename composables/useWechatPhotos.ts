import { readonly, ref, shallowReadonly, shallowRef } from 'vue'
import { useNuxtApp } from '#imports'
import { WechatSdkError } from '../utils/wechat/error'
import { choosePhotosByInput } from '../utils/wechat/photos/choose-by-input'
import type { WechatPhotoOptions } from '../utils/wechat/photos/options'
import { useWechatSdk } from './useWechatSdk'

export type { WechatPhotoOptions }

/** How many of the chosen pictures have been read. */
export interface WechatPhotoProgress {
  done: number
  total: number
}

/**
 * Lets the user take or choose pictures, in WeChat and in every other browser, and gives them as files: for `URL.createObjectURL`, and for
 * a `FormData` to one's own server.
 *
 * Call `choose` in a handler of a tap. It rejects with a {@link WechatSdkError}: `cancelled` where the user chose none, otherwise with
 * what failed; and with a `RangeError` for a `count` that is none. `progress` is there while pictures are being read.
 *
 * @example
 * const { choose, pending, progress } = useWechatPhotos()
 * const files = await choose({ count: 3 })
 */
export function useWechatPhotos() {
  const { $wechat } = useNuxtApp()
  // Configured before the tap, so that the tap waits for nothing.
  useWechatSdk({ jsApiList: ['chooseImage', 'getLocalImgData'] })
  const pending = ref(false)
  const progress = shallowRef<WechatPhotoProgress>()
  const error = shallowRef<Error>()

  async function choose(options: WechatPhotoOptions = {}): Promise<File[]> {
    pending.value = true
    error.value = undefined
    try {
      return await ($wechat ? chooseInWechat(options) : choosePhotosByInput(options))
    }
    catch (reason) {
      if (reason instanceof Error && !(reason instanceof WechatSdkError && reason.cancelled))
        error.value = reason
      throw reason
    }
    finally {
      pending.value = false
      progress.value = undefined
    }
  }

  async function chooseInWechat(options: WechatPhotoOptions): Promise<File[]> {
    const [wechat, { choosePhotosInWechat }] = await Promise.all([$wechat, import('../utils/wechat/photos/choose-in-wechat')])
    if (!wechat)
      return choosePhotosByInput(options)
    return choosePhotosInWechat(wechat.client, options, (done, total) => {
      progress.value = { done, total }
    })
  }

  return { choose, pending: readonly(pending), progress: shallowReadonly(progress), error: shallowReadonly(error) }
}
