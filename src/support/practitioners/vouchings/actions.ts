import type { Actor } from '../../../platform/action.ts'
import { type Refusals, refusing } from '../../../platform/constraint.ts'
import { permit } from '../../../platform/refusal.ts'
import { correct } from '../../../platform/revision.ts'
import { locked, plainWords, subjectOf, whileOpen } from '../actions.ts'
import { mayCorrectVouching, mayVouch } from '../rules.ts'
import { vouching } from './queries.ts'

export type VouchingFilled = { evidence: string }

const twice: Refusals = {
  practitioner_vouchings_once: {
    says: 'Their head has vouched for them today already. Correct that instead',
    field: 'evidence',
  },
}

/** A head’s word for a year from today, with evidence of work and never of appraisal (clause 22). */
export async function vouch(by: Actor, practitionerId: number, { evidence }: VouchingFilled) {
  plainWords({ evidence })
  const deed = { did: 'vouched for a practitioner', subject: subjectOf(practitionerId) }
  await by.act(deed, async (tx, by) => {
    const found = await locked(tx, practitionerId, by.today)
    permit(mayVouch(by.who, found))
    whileOpen(found)
    const values = { practitionerId, vouchedBy: by.who.personId, vouchedOn: by.today, evidence }
    await refusing(twice, () => tx.insertInto('practitionerVouchings').values(values).execute())
  })
}

type Row = { id: number; version: number; practitionerId: number }

/** Corrects the words of a vouching; its day and whose it is stay. */
export async function correctVouching(
  by: Actor,
  { practitionerId, ...row }: Row,
  { evidence }: VouchingFilled,
) {
  plainWords({ evidence })
  const details = { vouching: row.id }
  const deed = { did: 'corrected a head’s word', subject: subjectOf(practitionerId), details }
  await by.act(deed, async (tx, by) => {
    const found = await locked(tx, practitionerId, by.today)
    permit(mayCorrectVouching(by.who, found))
    whileOpen(found)
    await vouching(tx, practitionerId, row.id)
    await correct(tx, by, 'practitionerVouchings', row, { evidence })
  })
}
