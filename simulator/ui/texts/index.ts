import { computed, inject, type InjectionKey, provide, ref } from 'vue'
import { chinese } from './zh'
import { english, type Texts } from './en'

export type { Texts } from './en'

const STORED = 'wechat-simulator-language'
const textsKey: InjectionKey<{ readonly value: Texts }> = Symbol('texts')

/** The words of the page in the visitor's language, for it and all its components; and a switch to the other. */
export function provideTexts() {
  const language = ref((localStorage.getItem(STORED) ?? navigator.language).toLowerCase().startsWith('zh') ? 'zh-CN' : 'en')
  const texts = computed(() => language.value === 'en' ? english : chinese)
  provide(textsKey, texts)
  return {
    texts,
    language,
    switchLanguage() {
      language.value = language.value === 'en' ? 'zh-CN' : 'en'
      localStorage.setItem(STORED, language.value)
    },
  }
}

export function useTexts(): { readonly value: Texts } {
  const texts = inject(textsKey)
  if (!texts)
    throw new Error('useTexts() needs provideTexts() above.')
  return texts
}
