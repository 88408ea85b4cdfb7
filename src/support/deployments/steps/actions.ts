import type { Actor } from '../../../platform/action.ts'
import type { Writer } from '../../../platform/db.ts'
import { notPossible } from '../../../platform/refusal.ts'
import { locked, move, type Step } from '../actions.ts'
import { tell } from './letters.ts'
import { visitsSoFar } from './queries.ts'
import { type HereTaken, visitsRefusal } from './rules.ts'

/** What the log says of each. */
const did: Record<HereTaken, string> = {
  triage: 'took up a request for support',
  decline: 'declined a request for support',
  release: 'released a practitioner',
  refuse: 'did not release a practitioner',
  unmatch: 'gave up a match',
  pause: 'paused a deployment',
  resume: 'let a deployment go on',
  reopen: 'opened a deployment again',
  withdraw: 'withdrew a request for support',
}

const nobodyChosen = { practitionerId: null, fromMembershipId: null, fromUrn: null, halfDaysAgreed: null }

/** What changes with each: a decline is SSIG’s answer; a match that is over leaves nobody chosen. */
const setsOf = (name: HereTaken, at: Date): NonNullable<Step['sets']> => {
  if (name === 'decline') return { answeredAt: at }
  if (name === 'refuse' || name === 'unmatch') return nobodyChosen
  return name === 'reopen' ? { closedOn: null, evaluationDue: null } : {}
}

type Given = { reason?: string | null; at: Date; site: string }

/**
 * Takes one of the steps of a deployment’s own page, and writes to whoever has the next. `at` is the moment of it,
 * `site` where this alliance’s pages are on the web.
 */
export async function take(by: Actor, id: number, name: HereTaken, { reason = null, at, site }: Given) {
  await by.act({ did: did[name], subject: `support/deployments/${id}` }, async (tx, by) => {
    const before = await locked(tx, id)
    const after = await move(tx, by, id, name, { reason, sets: setsOf(name, at) })
    if (name === 'withdraw' || name === 'unmatch') await withoutVisits(tx, id)
    await tell(tx, by, name === 'release' ? after : before, name, site)
  })
}

async function withoutVisits(tx: Writer, id: number) {
  const stands = visitsRefusal(await visitsSoFar(tx, id))
  if (stands) throw notPossible(stands)
}
