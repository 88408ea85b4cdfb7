import { inWords } from '../../../platform/day.ts'
import { type Answers, form, longText, optional, search } from '../../../platform/form.ts'
import { ListPage } from '../../../platform/list-page.tsx'
import { inPounds } from '../../../platform/money.ts'
import { Page } from '../../../platform/page.tsx'
import { Bullets, Inset, Lead, Link, Section, Text } from '../../../platform/parts.tsx'
import { FormFor, PressButton } from '../../../platform/questions.tsx'
import type { Listing } from '../../../platform/table.tsx'
import type { ListShown } from '../../../platform/web.tsx'
import { numberOf } from '../../invoices/rules.ts'
import type { InFavour, OpenInvoice } from '../queries.ts'
import type { Use } from './queries.ts'

export const favourFilter = form<{ words: string | null }>({ words: optional(search('School')) })

export const favourList: Listing<InFavour> = {
  caption: 'Schools with money on account',
  empty: 'No school has money on account.',
  whole: true,
  columns: [
    {
      title: 'School',
      sort: 'school',
      show: ({ membershipId, school }) => (
        <Link to={`/subscriptions/payments/on-account/${membershipId}`}>{school}</Link>
      ),
      csv: ({ school }) => school,
    },
    {
      title: 'On account',
      sort: 'sum',
      numeric: true,
      show: ({ favourPence }) => inPounds(favourPence),
      csv: ({ favourPence }) => (favourPence / 100).toFixed(2),
    },
  ],
}

export const FavoursPage = (shown: ListShown<InFavour>) => (
  <ListPage
    title="Money on account"
    lead="What schools paid above their invoices, or were credited after they had paid. It is theirs: use it for an invoice, or pay it back."
    of={favourList}
    filter={favourFilter}
    shown={shown}
    noun={['school', 'schools']}
    up={{ href: '/subscriptions/payments', says: 'Payments' }}
  />
)

type Props = { account: InFavour; open: OpenInvoice[]; uses: Use[] }

export function FavourPage({ account: { membershipId, school, favourPence }, open, uses }: Props) {
  const own = open.filter((one) => one.membershipId === membershipId)
  return (
    <Page
      title={`Money on account: ${school}`}
      up={{ href: '/subscriptions/payments/on-account', says: 'Money on account' }}
    >
      <Lead>
        {favourPence === 0
          ? 'Nothing stands on its account beside its invoices.'
          : `${inPounds(favourPence)} stands on its account beside its invoices.`}
      </Lead>
      {favourPence > 0 && (
        <Section title="Use it for an invoice">
          {own.length === 0 && <Text>No invoice of {school} is open.</Text>}
          {own.map((one) => (
            <>
              <Text>
                <Link to={`/subscriptions/invoices/${one.id}`}>{numberOf(one)}</Link>, due by{' '}
                {inWords(one.dueOn)}, asks for {inPounds(one.owedPence)}.
              </Text>
              <PressButton
                action={`/subscriptions/payments/on-account/${membershipId}/use/${one.id}`}
                says={`Use ${inPounds(Math.min(one.owedPence, favourPence))} for ${numberOf(one)}`}
              />
            </>
          ))}
        </Section>
      )}
      {favourPence > 0 && (
        <Section title="Pay it back">
          <Text>
            Pay it from the bank account. When the bank statement brings the payment, or you enter it by hand,
            match it to the account of {school}: up to {inPounds(favourPence)}.
          </Text>
        </Section>
      )}
      {uses.length > 0 && (
        <Section title="Used before">
          <Bullets items={uses.map(useInWords)} />
        </Section>
      )}
      <Text>
        <Link to={`/subscriptions/accounts/${membershipId}`}>Statement of account of {school}</Link>
      </Text>
    </Page>
  )
}

const useInWords = (one: Use) => (
  <>
    {inPounds(one.pence)} for <Link to={`/subscriptions/invoices/${one.invoiceId}`}>{numberOf(one)}</Link> on{' '}
    {inWords(one.datedOn)} by {one.usedBy ?? 'Endeavour'}.{' '}
    {one.undoneOn ? (
      `${one.undoneSays}, ${inWords(one.undoneOn)}`
    ) : (
      <Link to={`/subscriptions/payments/on-account/uses/${one.id}/undo`}>Undo</Link>
    )}
  </>
)

export const undoUseForm = form<{ why: string }>({
  why: longText('Why', { ask: 'Enter why it is undone', rows: 3, max: 1000 }),
})

export const UndoUsePage = ({ of, answers }: { of: Use; answers: Answers }) => (
  <Page
    title="Put money back on account"
    wrong={answers.errors.length > 0}
    up={{ href: `/subscriptions/payments/on-account/${of.membershipId}`, says: 'Money on account' }}
  >
    <Inset>
      {inPounds(of.pence)} on account, used for {numberOf(of)} on {inWords(of.datedOn)}
    </Inset>
    <Text>It stands on the account again, and the invoice asks for it again.</Text>
    <FormFor form={undoUseForm} answers={answers} submit="Put it back" warning />
  </Page>
)
