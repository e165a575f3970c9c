// Starts what `npm run build` made, in this process, so that signals reach the server.
import { loadBuild } from './load-build.mjs'

await import(loadBuild().href)
