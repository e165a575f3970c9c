import { mkdir, writeFile } from 'node:fs/promises'
import type { Certificate } from './certificates'

/** What stands in a configuration, and what stands there on this machine: addresses and files. */
export type Place = [written: string, here: string]

const FILES = '/etc/letsencrypt/live/m.example.com'

/**
 * What nginx needs in a folder of its own, without root: the configuration as `nginx.conf`, its certificate, and where it puts what it receives.
 *
 * @param folder made where it is not there.
 * @param written the configuration of a document, or of `deploy/`.
 * @throws where a place is not in the configuration.
 */
export async function prepareNginxFolder(folder: string, written: string, places: Place[], { cert, key }: Certificate): Promise<void> {
  const all: Place[] = [...places, [`${FILES}/fullchain.pem`, `${folder}/certificate.pem`], [`${FILES}/privkey.pem`, `${folder}/key.pem`]]
  const servers = all.reduce((config, [there, here]) => {
    if (!config.includes(there))
      throw new Error(`The configuration of nginx does not have "${there}".`)
    return config.replaceAll(there, here)
  }, written)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(name => `${name}_temp_path ${folder}/temp;`).join('\n')
  await mkdir(`${folder}/temp`, { recursive: true })
  await writeFile(`${folder}/certificate.pem`, cert)
  await writeFile(`${folder}/key.pem`, key)
  await writeFile(`${folder}/nginx.conf`, `daemon off;\nmaster_process off;\npid ${folder}/pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n${temporary}\n${servers}\n}\n`)
}
