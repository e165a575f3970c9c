/** The address of one of the app's routes, under the app's base where it has one. */
export function toRoute(origin: string, route: string, environment: Record<string, string | undefined>): string {
  const base = (environment.NUXT_APP_BASE_URL ?? '').replaceAll(/^\/+|\/+$/g, '')
  return `${origin}${base ? `/${base}` : ''}/api/wx/${route}`
}
