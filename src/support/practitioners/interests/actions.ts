import type { Actor } from '../../../platform/action.ts'
import { notFound, notPossible, permit } from '../../../platform/refusal.ts'
import { locked, momentOf, plainWords, subjectOf, whileOpen } from '../actions.ts'
import { mayDeclare, mayEndInterest } from '../rules.ts'
import type { InterestKind } from '../tables.ts'
import { interestsOf } from './queries.ts'

export type InterestFilled = { membershipId: number; kind: InterestKind; words: string | null }

/** Declares what stands between a practitioner and another school: said by themselves, or by SSIG. */
export async function declareInterest(by: Actor, practitionerId: number, filled: InterestFilled) {
  const { membershipId, kind, words } = filled
  if (kind === 'other' && !words) throw notPossible('Say in a few words what it is', 'words')
  plainWords({ words })
  const deed = { did: 'declared an interest of a practitioner', subject: subjectOf(practitionerId) }
  await by.act(deed, async (tx, by) => {
    const found = await locked(tx, practitionerId, by.today)
    permit(mayDeclare(by.who, found))
    whileOpen(found)
    if (membershipId === found.membershipId)
      throw notPossible('Choose another school: this is their own', 'membershipId')
    const declared = await interestsOf(tx, practitionerId)
    if (declared.some((one) => !one.endedAt && one.membershipId === membershipId && one.kind === kind))
      throw notPossible('This is declared already, and stands', 'kind')
    const values = { practitionerId, saidBy: by.who.personId as number, saidAt: momentOf(by), endedAt: null }
    await tx
      .insertInto('practitionerInterests')
      .values({ ...filled, ...values })
      .execute()
  })
}

/** Ends an interest, which stays on record for a year: ended by whoever declared it, or by SSIG. */
export async function endInterest(by: Actor, practitionerId: number, id: number) {
  const deed = {
    did: 'ended an interest of a practitioner',
    subject: subjectOf(practitionerId),
    details: { interest: id },
  }
  await by.act(deed, async (tx, by) => {
    const found = await locked(tx, practitionerId, by.today)
    const interest = (await interestsOf(tx, practitionerId)).find((one) => one.id === id)
    if (!interest) throw notFound()
    permit(mayEndInterest(by.who, found, interest.saidBy))
    if (interest.endedAt) throw notPossible('It has been ended already')
    await tx
      .updateTable('practitionerInterests')
      .set((eb) => ({ endedAt: momentOf(by), version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .execute()
  })
}
