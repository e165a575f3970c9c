import { type Clock, createClock } from '../api/clock'

/**
 * The clock of this process: app and WeChat run on together, as two hours of waiting would have it. It takes the place of
 * `Date.now` when it is loaded, which is before the app's first look at it.
 */
function takeOverDateNow(): Clock {
  const clock = createClock(Date.now.bind(Date))
  Date.now = clock.now
  return clock
}

export const processClock: Clock = takeOverDateNow()
