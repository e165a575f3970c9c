// One SDK in a process of its own, as an app would run it: what the test asks comes and goes by messages.
import process from 'node:process'

const [name, account] = process.argv.slice(2)
const { open } = await import(`./${name}.mjs`)
const sdk = await open(JSON.parse(account))

process.on('message', async ({ id, method, args }) => {
  try {
    process.send({ id, result: await sdk[method](...args) })
  }
  catch (error) {
    process.send({ id, error: describe(error) })
  }
})
process.send({ offers: Object.keys(sdk) })

/** All that an error tells, down to its cause. */
function describe(error) {
  const { name, message, code, errcode, cause } = Object(error)
  return [name, message, code, errcode, cause && describe(cause)].filter(Boolean).join(' ') || JSON.stringify(error)
}
