import { shallowRef, type Ref } from 'vue'
import { useNuxtApp } from '#imports'
import type { WechatSdkError } from '../error'
import { whileOnPage } from './while-on-page'

/** Why the client shows no open tags, where the caller has asked for some. */
export function useOpenTagError(openTagList: string[] = []): Readonly<Ref<WechatSdkError | undefined>> {
  const error = shallowRef<WechatSdkError>()
  const { $wechat } = useNuxtApp()
  if ($wechat && openTagList.length > 0) {
    const listening = $wechat.then(({ onOpenTagsRefused }) => onOpenTagsRefused(reason => error.value = reason), () => undefined)
    whileOnPage({ enter() {}, leave() {}, end: () => void listening.then(listener => listener?.stop()) })
  }
  return error
}
