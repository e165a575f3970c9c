import { afterAll } from 'vitest'
import { endChildren } from './children'

// Runs after each file, whether its tests passed or failed.
afterAll(endChildren)
