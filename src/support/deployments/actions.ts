import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import type { Writer } from '../../platform/db.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { type Deployment, deployment } from './queries.ts'
import { type Move, type MoveName, moves, sidesOf } from './rules.ts'
import { type State, states } from './tables.ts'

/** What else changes with a step, and why it is taken. */
export type Step = {
  reason?: string | null
  /** Columns of the deployment that are set with it. */
  sets?: Partial<Record<string, string | number | Date | null>>
}

const ofDays: Refusals = {
  practitioner_days: {
    says: 'The practitioner has not so many days left this year: somebody else may have taken them at this moment',
    field: 'halfDaysAgreed',
  },
  deployments_own_school: { says: 'A school does not support itself' },
}

/**
 * Takes one step of a deployment, inside the action that it belongs to: locks it, looks whether the step starts where
 * it stands and is this person’s to take, and writes it down. Of two who move it at once the second is told of the first.
 * Steps that the system takes by itself (`may: ['system']`) follow from an act that was permitted.
 */
export async function move(
  tx: Writer,
  by: Actor,
  id: number,
  name: MoveName,
  { reason = null, sets = {} }: Step = {},
): Promise<Deployment> {
  const found = await locked(tx, id)
  const { from, to, may, reason: wants }: Move = moves[name]
  permit(may.includes('system') || sidesOf(by.who, found).some((side) => may.includes(side)))
  if (!from.includes(found.state)) throw notPossible(await movedAlready(tx, found))
  if (wants && !reason?.trim()) throw notPossible('Enter the reason', 'reason')
  return asSsig(tx, async () => {
    await refusing(ofDays, () =>
      tx
        .updateTable('deployments')
        .set({ ...sets, state: to, version: sql`version + 1` } as never)
        .where('id', '=', id)
        .execute(),
    )
    await noted(tx, by, { id, from: found.state, to, reason })
    return deployment(tx, id)
  })
}

/**
 * Does part of a step as SSIG sees it, after the step was permitted: a head who does not release somebody no longer
 * sees the request, and could not write that down. Where it fails the transaction is undone, and this with it.
 */
async function asSsig<T>(tx: Writer, work: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{ sees: string }>`
    select coalesce(current_setting('viewer.sees', true), '') as sees`.execute(tx)
  const sees = rows[0]?.sees ?? ''
  if (sees === 'everything') return work()
  await sql`select set_config('viewer.sees', ${`${sees},support`}, true)`.execute(tx)
  const done = await work()
  await sql`select set_config('viewer.sees', ${sees}, true)`.execute(tx)
  return done
}

/** The deployment, which nobody else changes until this transaction is over. @throws Refusal not found. */
export async function locked(tx: Writer, id: number): Promise<Deployment> {
  await tx.selectFrom('deployments').select('id').where('id', '=', id).forNoKeyUpdate().execute()
  return deployment(tx, id)
}

/** Writes a step down; the first has no state before it. */
export async function noted(
  tx: Writer,
  by: Actor,
  { id, from, to, reason }: { id: number; from: State | null; to: State; reason: string | null },
) {
  await sql`
    insert into deployment_moves (deployment_id, number, from_state, to_state, moved_by, reason)
    select ${id}, 1 + count(*), ${from}, ${to}, ${by.who.personId}, ${reason} from deployment_moves where deployment_id = ${id}`.execute(
    tx,
  )
}

async function movedAlready(tx: Writer, { id, state }: Deployment): Promise<string> {
  const { rows } = await sql<{ by: string | null; at: Date }>`
    select people.name as by, moved_at as at from deployment_moves left join people on people.id = moved_by
    where deployment_id = ${id} order by number desc limit 1`.execute(tx)
  const who = rows[0]?.by ? `: ${rows[0].by} moved it there` : ''
  return `It stands at “${states[state]}” by now${who}. Look at it once more`
}
