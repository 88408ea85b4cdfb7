import type { Actor } from '../../../platform/action.ts'
import { type Refusals, refusing } from '../../../platform/constraint.ts'
import { inPounds } from '../../../platform/money.ts'
import { notPossible, permit } from '../../../platform/refusal.ts'
import { post, reverse } from '../../books/actions.ts'
import { numberOf } from '../../invoices/rules.ts'
import { accountInFavour, openInvoices } from '../queries.ts'
import { mayKeepPayments } from '../rules.ts'
import { subjectOf, use } from './queries.ts'

/** Sets what stands on a school’s account against one of its invoices, as far as both go. */
export async function useOnAccount(by: Actor, membershipId: number, invoiceId: number): Promise<void> {
  permit(mayKeepPayments(by.who))
  await by.act(
    { did: 'used money on account', subject: subjectOf(membershipId), details: { invoiceId } },
    async (tx, by) => {
      await tx
        .selectFrom('memberships')
        .select('id')
        .where('id', '=', membershipId)
        .forNoKeyUpdate()
        .execute()
      const { favourPence, school } = await accountInFavour(tx, membershipId)
      const asked = (await openInvoices(tx)).find((one) => one.id === invoiceId)
      if (favourPence === 0) throw notPossible(`Nothing stands on the account of ${school}`)
      if (asked?.membershipId !== membershipId)
        throw notPossible('This invoice asks for nothing more: it may have been paid meanwhile')
      const pence = Math.min(favourPence, asked.owedPence)
      await post(tx, by, {
        datedOn: by.today,
        kind: 'match',
        says: `${inPounds(pence)} on account used for ${numberOf(asked)}`,
        subject: subjectOf(membershipId),
        lines: [
          { account: 'members', membershipId, pence },
          { account: 'members', membershipId, invoiceId, pence: -pence },
        ],
      })
    },
  )
}

const once: Refusals = {
  journal_entries_reversed_once: { says: 'This was undone already' },
}

/** Puts it back on the account, with why; the invoice asks for it again. */
export async function undoUse(by: Actor, entryId: number, { why }: { why: string }): Promise<number> {
  permit(mayKeepPayments(by.who))
  const { membershipId } = await use(by.db, entryId)
  await by.act(
    { did: 'undid the use of money on account', subject: subjectOf(membershipId), details: { entryId } },
    async (tx, by) => {
      const { undoneOn } = await use(tx, entryId)
      if (undoneOn) throw notPossible('This was undone already')
      await refusing(once, () =>
        reverse(tx, by, { id: entryId, says: `Use of money on account undone: ${why}` }),
      )
    },
  )
  return membershipId
}
