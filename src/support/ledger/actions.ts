import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import { type AcademicYear, academicYearOf, inDays } from '../../platform/day.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { correct } from '../../platform/revision.ts'
import { accounts } from './queries.ts'
import { hasOrHave, isOrAre, mayPledge } from './rules.ts'

const meanwhile: Refusals = {
  support_pledges_year: {
    says: 'Somebody else of your school has said it at this moment: open the page again to see what they said',
    field: 'halfDays',
  },
}

type Key = { membershipId: number; year: AcademicYear; version: number }

/** A head says how much their school will give in a year, in half-days: never less than was given and is bound. */
export async function pledge(by: Actor, { membershipId, year, version }: Key, halfDays: number) {
  permit(mayPledge(by.who, membershipId, { year, now: academicYearOf(by.today) }))
  const deed = {
    did: 'pledged staff time',
    subject: `support/days/${membershipId}`,
    details: { year, halfDays },
  }
  await by.act(deed, async (tx, by) => {
    const [account] = await accounts(tx, { year, today: by.today, memberships: [membershipId] })
    if (!account) throw notFound()
    const { done, committed } = account.ledger
    if (halfDays < done + committed)
      throw notPossible(
        `${hasOrHave(done)} been given and ${isOrAre(committed)} bound: the pledge must be at least ${inDays(done + committed)}`,
        'halfDays',
      )
    const values = { halfDays, saidBy: by.who.personId }
    if (account.pledge) {
      await correct(tx, by, 'supportPledges', { id: account.pledge.id, version }, values)
      return
    }
    await refusing(meanwhile, () =>
      tx
        .insertInto('supportPledges')
        .values({ ...values, membershipId, year })
        .execute(),
    )
  })
}
