/** Copies a text; where the clipboard is closed to the page (http on another host), by a selection. Tells whether it worked. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  }
  catch {
    const area = Object.assign(document.createElement('textarea'), { value: text })
    document.body.append(area)
    area.select()
    // Deprecated, and the only way without a secure context.
    const copied = document.execCommand('copy')
    area.remove()
    return copied
  }
}
