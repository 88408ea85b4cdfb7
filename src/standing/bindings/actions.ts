import type { Actor } from '../../platform/action.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { correct } from '../../platform/revision.ts'
import { type BindingGiven, mayBind, wrongBinding } from './rules.ts'

type Promised = { id: number; version: number }

/** Binds one promise to what judges it, in every version of the agreement that makes it. */
export async function bindPromise(by: Actor, promise: Promised, binding: BindingGiven): Promise<void> {
  permit(mayBind(by.who))
  const wrong = wrongBinding(binding)
  if (wrong) throw notPossible(wrong.says, wrong.field)
  const { commitment, kind } = binding
  const subject = `standing/bindings/${promise.id}`
  await by.act({ did: 'bound a clause', subject, details: { commitment, kind } }, (tx, by) =>
    correct(tx, by, 'promises', promise, { commitment, kind }),
  )
}

export type Bound = Promised & BindingGiven

/** Binds many at once: all of them, or none where one may not stand or was bound by somebody else meanwhile. */
export async function bindPromises(by: Actor, bindings: Bound[]): Promise<void> {
  permit(mayBind(by.who))
  await by.together(async (_, by) => {
    for (const { id, version, ...binding } of bindings) await bindPromise(by, { id, version }, binding)
  })
}
