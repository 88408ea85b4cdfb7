import { dayInLondon, inWords, momentInWords } from '../../platform/day.ts'
import { inPounds } from '../../platform/money.ts'
import { Page } from '../../platform/page.tsx'
import {
  Bullets,
  ButtonLink,
  Deeds,
  Facts,
  Link,
  Section,
  Subheading,
  Text,
  Verdict,
} from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import { numberOf } from '../invoices/rules.ts'
import { cancelRefusal } from './hand/rules.ts'
import type { Payment } from './queries.ts'
import { paymentState, paymentStates } from './rules.ts'
import type { Matching } from './story.ts'
import type { Suggestion } from './suggestions/rules.ts'
import { paymentKinds, waysMatched } from './tables.ts'

type Props = { payment: Payment; matchings: Matching[]; suggestions: Suggestion[] }

export const paymentTitle = ({ pence, payer }: Pick<Payment, 'pence' | 'payer'>) =>
  `${inPounds(Math.abs(pence))} ${payer === null ? (pence > 0 ? 'received' : 'paid out') : `${pence > 0 ? 'from' : 'to'} ${payer}`}`

export function PaymentPage(props: Props) {
  const { payment, matchings, suggestions } = props
  const undone = matchings.filter(({ undoneAt }) => undoneAt !== null)
  const href = `/subscriptions/payments/${payment.id}`
  const open = payment.leftPence !== 0 && payment.cancelledAt === null
  return (
    <Page title={paymentTitle(payment)} up={{ href: '/subscriptions/payments', says: 'Payments' }}>
      <Standing {...props} />
      {suggestions.map((one, at) => (
        <Suggested {...{ one, href }} left={payment.leftPence} first={at === 0} />
      ))}
      <Deeds>
        {open && (
          <ButtonLink to={`${href}/match`} {...(suggestions.length > 0 ? { kind: 'secondary' } : {})}>
            {suggestions.length > 0 ? 'Match it to something else' : 'Match it'}
          </ButtonLink>
        )}
        {cancelRefusal(payment) === null && (
          <ButtonLink to={`${href}/cancel`} kind="secondary">
            Cancel this payment
          </ButtonLink>
        )}
      </Deeds>
      <Section title="What it is for">
        <Table of={matchingList} rows={matchings.filter(({ undoneAt }) => undoneAt === null)} hideCaption />
        {undone.length > 0 && (
          <>
            <Subheading>Undone</Subheading>
            <Bullets items={undone.map(undoneInWords)} />
          </>
        )}
      </Section>
      <Section title="The payment">
        <About {...props} />
      </Section>
    </Page>
  )
}

function Standing({ payment }: Pick<Props, 'payment'>) {
  const { pence, leftPence, cancelledAt, cancelledBy, cancelledWhy } = payment
  const { says: state, tone } = paymentStates[paymentState(payment)]
  const all = inPounds(Math.abs(pence))
  const left = inPounds(Math.abs(leftPence))
  if (cancelledAt)
    return (
      <Verdict state={state} tone={tone}>
        {cancelledBy ?? 'Endeavour'} cancelled it on {inWords(dayInLondon(cancelledAt))}: {cancelledWhy}
      </Verdict>
    )
  return (
    <Verdict state={state} tone={tone}>
      {leftPence === 0
        ? `All of ${all} is matched, to the penny.`
        : leftPence === pence
          ? `It is not said yet what ${all} is for.`
          : `${left} of ${all} is left to match.`}
    </Verdict>
  )
}

type SuggestedProps = { one: Suggestion; href: string; left: number; first: boolean }

const Suggested = ({ one: { key, says, why }, href, left, first }: SuggestedProps) => (
  <>
    <Text>{why}</Text>
    <PressButton
      action={`${href}/match/${key}`}
      name="left"
      value={String(left)}
      says={says}
      quiet={!first}
    />
  </>
)

const target = (one: Matching) => {
  if (one.invoiceId !== null && one.prefix !== null && one.number !== null)
    return (
      <>
        <Link to={`/subscriptions/invoices/${one.invoiceId}`}>
          {numberOf({ prefix: one.prefix, number: one.number })}
        </Link>
        , {one.school}
        {(one.owedPence ?? 0) > 0 && `: ${inPounds(one.owedPence ?? 0)} of it is still asked for`}
      </>
    )
  if (one.membershipId !== null) return <OnAccount of={one} />
  return one.purpose ?? 'Other income'
}

const OnAccount = ({ of: { membershipId, school, pence } }: { of: Matching }) =>
  pence < 0 ? (
    <>
      Paid back to <Link to={`/subscriptions/accounts/${membershipId}`}>{school}</Link>
    </>
  ) : (
    <>
      On the account of <Link to={`/subscriptions/accounts/${membershipId}`}>{school}</Link>.{' '}
      <Link to={`/subscriptions/payments/on-account/${membershipId}`}>Use it for an invoice</Link>
    </>
  )

const matchingList: Listing<Matching> = {
  caption: 'What it was given to',
  empty: 'Nothing yet.',
  columns: [
    { title: 'What', show: target },
    { title: 'Amount', numeric: true, show: ({ pence }) => inPounds(Math.abs(pence)) },
    {
      title: 'Matched',
      show: ({ how, allocatedBy, allocatedAt }) =>
        `${waysMatched[how]}, ${allocatedBy ?? 'Endeavour'}, ${momentInWords(allocatedAt)}`,
    },
    {
      title: 'Wrong?',
      show: ({ id, how }) =>
        how === 'recharge' ? null : <Link to={`/subscriptions/matches/${id}/undo`}>Undo</Link>,
    },
  ],
}

const undoneInWords = (one: Matching) => (
  <>
    {inPounds(Math.abs(one.pence))} to {matchedTo(one)}, matched by {one.allocatedBy ?? 'Endeavour'} on{' '}
    {momentInWords(one.allocatedAt)}. {one.undoneBy ?? 'Endeavour'} undid it
    {one.undoneAt && ` on ${momentInWords(one.undoneAt)}`}: {one.undoneWhy}
  </>
)

/** What a part was given to, in words. */
export function matchedTo({ prefix, number, school, purpose }: Matching): string {
  if (prefix !== null && number !== null) return `${numberOf({ prefix, number })} of ${school}`
  return school === null ? (purpose ?? 'other income') : `the account of ${school}`
}

function About({ payment }: Pick<Props, 'payment'>) {
  const { kind, pence, leftPence, datedOn, payer, says, statementId, rechargeId } = payment
  const from =
    statementId !== null
      ? { to: `/subscriptions/statements/${statementId}`, says: 'Open the statement' }
      : rechargeId !== null && { to: `/subscriptions/recharges/${rechargeId}`, says: 'Open the recharge' }
  return (
    <Facts
      facts={[
        { is: pence > 0 ? 'Money in' : 'Money out', says: inPounds(Math.abs(pence)) },
        { is: 'Date', says: inWords(datedOn) },
        { is: pence > 0 ? 'From' : 'To', says: payer },
        { is: 'Words', says },
        {
          is: 'How it came here',
          says: (
            <>
              {paymentKinds[kind]}
              {from && (
                <>
                  . <Link to={from.to}>{from.says}</Link>
                </>
              )}
            </>
          ),
        },
        {
          is: 'Recorded',
          says: `${payment.recordedBy ?? 'Endeavour'}, ${momentInWords(payment.recordedAt)}`,
        },
        !payment.cancelledAt && { is: 'Left to match', says: inPounds(Math.abs(leftPence)) },
        {
          is: 'In the books',
          says: <Link to={`/subscriptions/books/entries/${payment.entryId}`}>Open the entry</Link>,
        },
      ]}
    />
  )
}
