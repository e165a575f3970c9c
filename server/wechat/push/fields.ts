/**
 * The fields of a message by their names, `MsgType`, `FromUserName`, …, those within others too. Of fields with one name the last is kept.
 * What a user has written is in CDATA, and what looks like a field in there is none.
 */
export function readFields(xml: string): Partial<Record<string, string>> {
  const fields = xml.matchAll(/<(\w+)>(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))<\/\1>/gs)
  return Object.fromEntries([...fields].map(([, name, text, number]) => [name, text ?? number]))
}
