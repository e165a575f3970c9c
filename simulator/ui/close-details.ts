/** Closes a `<details>` that lies over the page: on Escape, and when the keyboard leaves it. */
export function closeDetails(event: KeyboardEvent | FocusEvent): void {
  const { currentTarget } = event
  if (!(currentTarget instanceof HTMLDetailsElement))
    return
  const isLeft = event instanceof FocusEvent && event.relatedTarget instanceof Node && !currentTarget.contains(event.relatedTarget)
  if (event instanceof KeyboardEvent || isLeft)
    currentTarget.open = false
}
