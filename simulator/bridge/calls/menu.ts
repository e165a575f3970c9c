import type { Handler } from './device'
import type { Recorder } from '../record/recorder'

/** The items of WeChat's "···" menu that are more than basic, by the names that pages know them by. */
export const menuItems = [
  'menuItem:share:appMessage',
  'menuItem:share:timeline',
  'menuItem:favorite',
  'menuItem:copyUrl',
  'menuItem:openWithSafari',
  'menuItem:openWithQQBrowser',
] as const

export const REFRESH = 'menuItem:refresh'

/** The calls by which a page hides and shows what is in the menu. */
export function menuHandlers({ state }: Recorder): Record<string, Handler> {
  const named = (list: unknown) => Array.isArray(list) ? list.map(String) : []
  const change = (name: string, hidden: (params: Record<string, unknown>) => Iterable<string>): [string, Handler] => [name, (params) => {
    state.hiddenMenuItems = [...new Set(hidden(params))]
    return { err_msg: `${name}:ok` }
  }]
  return Object.fromEntries([
    change('hideOptionMenu', () => [...menuItems, REFRESH]),
    change('showOptionMenu', () => []),
    change('hideMenuItems', ({ menuList }) => [...state.hiddenMenuItems, ...named(menuList)]),
    change('showMenuItems', ({ menuList }) => state.hiddenMenuItems.filter(item => !named(menuList).includes(item))),
    change('hideAllNonBaseMenuItem', () => [...state.hiddenMenuItems, ...menuItems]),
    change('showAllNonBaseMenuItem', () => []),
  ])
}
