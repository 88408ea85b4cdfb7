import type { Actor } from '../platform/action.ts'
import type { Day } from '../platform/day.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import { correct } from '../platform/revision.ts'
import { mayKeepPackages } from './rules.ts'

export type PackageFilled = {
  partner: string
  title: string
  subsidised: boolean
  fromOn: Day
  toOn: Day | null
}

/** Records help that a partner or the authority offers to members. */
export async function recordPackage(by: Actor, filled: PackageFilled): Promise<number> {
  permit(mayKeepPackages(by.who))
  inOrder(filled)
  return by.act({ did: 'recorded a package', subject: (id: number) => `packages/${id}` }, async (tx) => {
    const values = { ...filled, ref: null, importId: null }
    const made = await tx.insertInto('packages').values(values).returning('id').executeTakeFirstOrThrow()
    return made.id
  })
}

/** Corrects a package as it stood at this version, keeping what stood before. */
export async function correctPackage(by: Actor, row: { id: number; version: number }, filled: PackageFilled) {
  permit(mayKeepPackages(by.who))
  inOrder(filled)
  await by.act({ did: 'corrected a package', subject: `packages/${row.id}` }, (tx, by) =>
    correct(tx, by, 'packages', row, filled),
  )
}

function inOrder({ fromOn, toOn }: PackageFilled) {
  if (toOn !== null && toOn < fromOn)
    throw notPossible('The last day must be the same as or after the first day', 'toOn')
}
