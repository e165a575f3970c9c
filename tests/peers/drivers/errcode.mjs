/** For an SDK that hands WeChat's answers on as they are: a failure is one here, too. */
export function orThrow(answer) {
  if (answer.errcode)
    throw new Error(JSON.stringify(answer))
  return answer
}

/** What of a callback's address an SDK is given. */
export function codeOf(callback) {
  return new URL(callback).searchParams.get('code')
}
