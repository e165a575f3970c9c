import { getCurrentInstance, getCurrentScope, onMounted, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { useRouter } from '#imports'
import type { WechatShareData } from '../../../shared/wechat'
import { isHashMode, type WechatRouter } from '../page/hash-mode'
import { isInSetup } from '../page/while-on-page'
import { completeShareData } from '../url'
import { warnOnce } from '../warn'
import { findCardProblem } from './card-problem'

const HASH_MODE = 'The router is in hash mode. Some of WeChat\'s clients cut a shared link at its #, and the card opens the home page. Use history mode, or give the card a link without #, such as /open?to=%2Farticles%2F1, and let that page lead on to the route.'

/** Tells the developer of a card that WeChat would not show as it is meant, in any browser. */
export function warnOfCard(source: MaybeRefOrGetter<WechatShareData>): void {
  const router: WechatRouter = useRouter()
  const check = () => {
    const card = toValue(source)
    const problem = findCardProblem(completeShareData(card, window.location.href))
    if (problem)
      warnOnce(problem)
    if (isHashMode(router) && !card.link)
      warnOnce(HASH_MODE)
  }
  // Data that comes after the first render may still fill the card in.
  if (getCurrentInstance() && isInSetup())
    onMounted(check)
  else
    check()
  if (getCurrentScope())
    watch(() => ({ ...toValue(source) }), check, { deep: true, flush: 'post' })
}
