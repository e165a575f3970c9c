/**
 * Where nobody reads the log any more, the server goes on without: otherwise Nitro would log that a line was lost, lose that line as
 * well, and do nothing else until its memory is full.
 */
export default defineNitroPlugin(() => {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', () => {})
})
