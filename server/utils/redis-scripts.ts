/*
 * What Redis does in one step. Each takes its key by KEYS, as proxies in front of managed ones want it, and heals what
 * is no string or has no expiry: nothing of ours is.
 */

/**
 * Takes the lease, or keeps it.
 * KEYS: the lease. ARGV: the owner, the lease's length in ms. Returns the fence as text, or nil while another has it.
 *
 * The fence is Redis' own time in microseconds: it grows from holder to holder, and goes on growing where Redis has
 * lost its data. (`replicate_commands` is what Redis before 5 needs for a script that asks the time and writes.)
 */
export const TAKE_LEASE = `
if redis.replicate_commands then redis.replicate_commands() end
local held = redis.pcall('GET', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if type(held) == 'string' and left > 0 and left <= 60000 then
  local owner, fence = string.match(held, '^([%w-]+) (%d+)$')
  if owner == ARGV[1] then
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    return fence
  elseif owner then
    return false
  end
end
local time = redis.call('TIME')
local fence = string.format('%d%06d', time[1], time[2])
redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. fence, 'PX', ARGV[2])
return fence`

/** Gives the lease back, if it is this owner's. KEYS: the lease. ARGV: the owner. */
export const RELEASE_LEASE = `
local held = redis.pcall('GET', KEYS[1])
if type(held) == 'string' and string.match(held, '^[%w-]+') == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0`

/**
 * The fence of a value, 0 for one without, as far as it can be one: none comes from the future. What does was written before
 * Redis' clock was set back, and nobody can tell how long it still lives.
 */
const FENCE_OF = `
local function fence_of(json)
  local isJson, value = pcall(cjson.decode, json)
  if isJson and type(value) == 'table' then
    return value.fence == nil and type(value.value) == 'string' and 0 or tonumber(value.fence)
  end
end
local time = redis.call('TIME')
local latest = time[1] * 1000000 + time[2]`

/** What is kept, and how many milliseconds it has left. KEYS: the value's. Returns both, or nil. */
export const READ_VALUE = `${FENCE_OF}
local value = redis.pcall('GET', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if type(value) ~= 'string' or left <= 0 or (fence_of(value) or 0) > latest then
  return false
end
return { value, left }`

/**
 * Keeps a value, unless one with a higher fence is there. Where one of the two has none, as nobody could tell whose turn it was,
 * the one that was written late lives shorter, and takes no other's place.
 * KEYS: the value's. ARGV: the value as JSON, its life in ms, its fence or an empty text. Returns 1 or 0.
 */
export const WRITE_VALUE = `
if redis.replicate_commands then redis.replicate_commands() end
${FENCE_OF}
local kept = redis.pcall('GET', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
local fence = type(kept) == 'string' and left > 0 and left <= 7200000 and fence_of(kept)
local next = tonumber(ARGV[3]) or 0
if fence and fence <= latest then
  if fence > next and next > 0 then
    return 0
  end
  if (fence > 0) ~= (next > 0) and left > tonumber(ARGV[2]) then
    return 0
  end
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`
