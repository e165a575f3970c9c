import type { Language } from '../texts'

/** Chinese or English, by what the shell says, else by what the system says. */
export function chooseLanguage(environment: Record<string, string | undefined>, systemLocale = new Intl.DateTimeFormat().resolvedOptions().locale): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = environment
  // The first that is set decides; C and POSIX say nothing about a language.
  const locale = [LC_ALL || LC_MESSAGES || LANG].find(text => text && !/^(?:C|POSIX)\b/.test(text)) ?? systemLocale
  return /^zh\b/i.test(locale.replace('_', '-')) ? 'zh' : 'en'
}
