import { defineEventHandler, setResponseHeader } from 'h3'

/**
 * Answers the file by which the console proves that a domain is ours, `MP_verify_CODE.txt`: exactly the code, as text.
 */
export function ownershipFile(code: string) {
  return defineEventHandler((event) => {
    setResponseHeader(event, 'Content-Type', 'text/plain; charset=utf-8')
    return code
  })
}
