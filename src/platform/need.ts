import type { Actor } from './action.ts'
import type { Day } from './day.ts'
import type { Step } from './parts.tsx'

/** Something that waits for one person, with the one step that settles it; `on` is its last day, if it has one. */
export type Need = Step & { on: Day | null }

/** What of one capability waits for whoever is at work. */
export type Needs = (by: Actor) => Promise<Need[]>
