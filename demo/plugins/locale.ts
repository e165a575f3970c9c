/** The layer's components speak the demo's language from the first, also where none of its own pages is shown. */
export default defineNuxtPlugin(() => void useLocale())
