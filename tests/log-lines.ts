/** A line of a production build's own log. */
export interface LogLine {
  time: string
  level: 'info' | 'warn' | 'error'
  name: 'wechat'
  message: string
  [field: string]: unknown
}

/** The app's own lines in what it printed; what Nitro prints beside them, such as its address, is left out. */
export function readLog(output: string): LogLine[] {
  return output.split('\n').filter(line => line.startsWith('{')).map(line => JSON.parse(line))
}
