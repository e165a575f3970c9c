// Loaded into an app under test before all else (`--import`): lets the test set its clock and block its event loop, as
// machines do.
import process from 'node:process'

const now = Date.now
let ahead = Number(process.env.CLOCK_AHEAD_MS ?? 0)
Date.now = () => now() + ahead

process.on('message', (/** @type {{ moveClockMs?: number, blockMs?: number }} */ { moveClockMs = 0, blockMs = 0 }) => {
  ahead += moveClockMs
  const end = performance.now() + blockMs
  while (performance.now() < end);
  process.send?.('done')
})
// The test's end of the line keeps no app alive.
process.channel?.unref()
