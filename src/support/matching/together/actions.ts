import { sql } from 'kysely'
import type { Actor } from '../../../platform/action.ts'
import { isUnreachable } from '../../../platform/db.ts'
import { sendJob } from '../../../platform/job.ts'
import { notPossible, permit } from '../../../platform/refusal.ts'
import { mayBroker } from '../../deployments/rules.ts'
import { requestsToMatch, weighing } from '../suggestions/queries.ts'
import { factors, weights } from '../suggestions/weights.ts'
import { type Matching, matching } from './queries.ts'
import { againPoints, urgencyPoints } from './rules.ts'
import { Stopped, solver } from './solver.ts'
import { isUnderWay, type Progress } from './tables.ts'
import { workOut } from './work-out.ts'

/** Asks for these requests to be matched together, in the background; each must still wait for a match. */
export async function askForMatching(by: Actor, deploymentIds: number[]): Promise<number> {
  permit(mayBroker(by.who))
  return by.act(
    {
      did: 'asked for requests to be matched together',
      subject: (id: number) => `support/matching/${id}`,
      details: { deploymentIds },
    },
    async (tx) => {
      const waiting = await requestsToMatch(tx, deploymentIds)
      if (waiting.length < deploymentIds.length)
        throw notPossible('One of these requests no longer waits for a match. Choose again', 'ids')
      const points = Object.fromEntries(factors.map((factor) => [factor, weights[factor].most]))
      const { id } = await tx
        .insertInto('matchings')
        .values({
          askedBy: by.who.personId,
          asked: JSON.stringify({ deploymentIds, weights: { ...points, urgencyPoints, againPoints } }),
          ...{ progress: null, result: null, wrong: null, finishedAt: null },
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      await sendJob(tx, 'matchings', { matchingId: id })
      return id
    },
  )
}

/** Stops a matching that waits or is being worked out; whoever works on it hears of it within a second. */
export async function stopMatching(by: Actor, id: number): Promise<void> {
  permit(mayBroker(by.who))
  await by.act({ did: 'stopped a matching', subject: `support/matching/${id}` }, async (tx) => {
    await tx.selectFrom('matchings').select('id').where('id', '=', id).forUpdate().execute()
    const { state } = await matching(tx, id)
    if (!isUnderWay(state)) throw notPossible('This matching is not being worked out any more')
    await tx
      .updateTable('matchings')
      .set({ state: 'stopped', progress: null, finishedAt: new Date() })
      .where('id', '=', id)
      .execute()
  })
}

const LOOK_MS = 500
const FAULT = 'Endeavour met a problem of its own. Nothing was matched; ask for it again'

/**
 * Works a matching out. May be asked any number of times by any number of processes: one does it, and one that was
 * broken off begins anew. `last` says that a fault is not tried again.
 */
export async function workOnMatching(by: Actor, id: number, last: boolean): Promise<void> {
  permit(mayBroker(by.who))
  await by.together(async (tx) => {
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(hashtext(current_schema() || '.matchings at work'), ${id}::integer) as mine`.execute(
      tx,
    )
    if (!rows[0]?.mine) return
    try {
      const found = await matching(by.totals, id)
      if (isUnderWay(found.state)) await worked(by, found)
    } catch (error) {
      if (error instanceof Stopped) return
      if (last && !isUnreachable(error)) await set(by, id, { state: 'failed', wrong: FAULT })
      throw error
    }
  })
}

async function worked(by: Actor, { id, asked }: Matching) {
  await set(by, id, { state: 'running', progress: { says: 'Reading what is asked for', done: 0, of: 0 } })
  const requests = await requestsToMatch(by.totals, asked.deploymentIds)
  const weighed = await weighing(by.totals, requests, by)
  const thread = solver()
  const looking = setInterval(() => stopIfAsked(by, id, thread.stop), LOOK_MS)
  try {
    const result = await workOut(requests, weighed, {
      thread,
      tell: seldom((progress) => set(by, id, { progress })),
    })
    await set(by, id, { state: 'done', progress: null, result })
  } finally {
    clearInterval(looking)
    await thread.stop()
  }
}

/** A thread that is stopped refuses what it is asked, so that a matching stopped while it is weighed ends too. */
async function stopIfAsked(by: Actor, id: number, stop: () => unknown) {
  const state = await matching(by.totals, id).then(
    (found) => found.state,
    () => null,
  )
  if (state === 'stopped') stop()
}

/** Of what comes more often, what comes within half a second of the last is not written. */
function seldom(tell: (progress: Progress) => Promise<void>) {
  let last = Number.NEGATIVE_INFINITY
  return async (progress: Progress) => {
    if (performance.now() - last < LOOK_MS) return
    last = performance.now()
    await tell(progress)
  }
}

type Set = { state?: Matching['state']; progress?: Progress | null; result?: object; wrong?: string }

/** How far it is stands beside the work, not in its transaction, so that it can be seen meanwhile; what is stopped stays so. */
async function set(by: Actor, id: number, { state, progress = null, result, wrong }: Set) {
  await by.together((tx) =>
    tx
      .updateTable('matchings')
      .set({
        ...(state ? { state } : {}),
        ...(result ? { result: JSON.stringify(result) } : {}),
        ...(wrong ? { wrong } : {}),
        ...(state === 'done' || state === 'failed' ? { finishedAt: new Date() } : {}),
        progress: progress && JSON.stringify(progress),
      })
      .where('id', '=', id)
      .where('state', 'in', ['waiting', 'running'])
      .execute(),
  )
}

/** What was worked out is of use for a year. */
export async function forgetMatchings(by: Actor): Promise<void> {
  await by.together((tx) =>
    tx.deleteFrom('matchings').where('askedAt', '<', sql<Date>`now() - interval '1 year'`).execute(),
  )
}
