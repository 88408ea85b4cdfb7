import type { Clock } from '../../platform/clock.ts'

/** What the routes of deployments are given: the time, and where this alliance’s pages are on the web, for its mail. */
export type Given = { clock: Clock; site: string }
