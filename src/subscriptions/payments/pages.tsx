import { inShort } from '../../platform/day.ts'
import type { Answers, Form } from '../../platform/form.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { ListPage } from '../../platform/list-page.tsx'
import { inPounds } from '../../platform/money.ts'
import { Page } from '../../platform/page.tsx'
import { Figure, Figures, Inset, Link, LinkList, Tag, Text } from '../../platform/parts.tsx'
import { FormFor } from '../../platform/questions.tsx'
import type { Listing } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import { cancelForm, handForm, paymentFilter, undoForm } from './form.ts'
import type { PaymentRow, PaymentSums } from './list.ts'
import { matchedTo, paymentTitle } from './page.tsx'
import type { Payment } from './queries.ts'
import { paymentStates } from './rules.ts'
import type { Matching } from './story.ts'
import { paymentKinds } from './tables.ts'

const plain = (pence: number) => (pence / 100).toFixed(2)

export const paymentList: Listing<PaymentRow> = {
  caption: 'Payments',
  empty:
    'No payment is like that. They come with a bank statement or an internal recharge, or are entered by hand.',
  columns: [
    {
      title: 'Payment',
      sort: 'payer',
      show: ({ id, payer, says }) => <Link to={`/subscriptions/payments/${id}`}>{payer ?? says}</Link>,
      csv: ({ payer }) => payer,
    },
    {
      title: 'Date',
      sort: 'date',
      day: true,
      show: ({ datedOn }) => inShort(datedOn),
      csv: ({ datedOn }) => datedOn,
    },
    {
      title: 'Amount',
      sort: 'amount',
      numeric: true,
      show: ({ pence }) => inPounds(pence),
      csv: ({ pence }) => plain(pence),
    },
    {
      title: 'Left to match',
      sort: 'left',
      numeric: true,
      sparse: true,
      show: ({ leftPence, state }) =>
        leftPence === 0 || state === 'cancelled' ? null : inPounds(Math.abs(leftPence)),
      csv: ({ leftPence }) => plain(leftPence),
    },
    {
      title: 'For',
      sparse: true,
      show: ({ matchedTo }) => matchedTo,
    },
    {
      title: 'State',
      show: ({ state }) => <Tag {...paymentStates[state]} />,
      csv: ({ state }) => paymentStates[state].says,
    },
  ],
}

/** The file says more than has room on a page. */
export const paymentFile: Listing<PaymentRow> = {
  ...paymentList,
  columns: [
    ...paymentList.columns,
    { title: 'Words', show: ({ says }) => says },
    { title: 'How it came', show: ({ kind }) => paymentKinds[kind] },
  ],
}

type ListProps = { shown: ListShown<PaymentRow>; sums: PaymentSums }

export const PaymentsPage = ({ shown, sums }: ListProps) => (
  <ListPage
    title="Payments"
    lead="Money that came in and went out, and what each sum was for."
    of={paymentList}
    filter={paymentFilter}
    shown={shown}
    noun={['payment', 'payments']}
    add={{ href: '/subscriptions/payments/new', says: 'Enter a payment by hand' }}
    up={{ href: '/subscriptions', says: 'Subscription' }}
  >
    <Figures>
      <Figure value={inPounds(sums.inPence)} of="came in" />
      <Figure value={inPounds(sums.outPence)} of="went out" />
      <Figure
        value={inPounds(sums.leftPence)}
        of={
          sums.toMatch === 1
            ? 'to match, in one payment'
            : `to match${sums.toMatch > 0 ? `, in ${sums.toMatch} payments` : ''}`
        }
        {...(sums.toMatch > 0 ? { href: '/subscriptions/payments?state=open' } : {})}
      />
    </Figures>
    <LinkList
      links={[
        { href: '/subscriptions/statements', says: 'Bank statements' },
        { href: '/subscriptions/payments/on-account', says: 'Money on account' },
        { href: '/subscriptions/purposes', says: 'What money is spent on' },
      ]}
    />
  </ListPage>
)

const upTo = (payment: Payment) => ({
  href: `/subscriptions/payments/${payment.id}`,
  says: paymentTitle(payment),
})

export const HandPage = ({ answers }: { answers: Answers }) => (
  <FormPage
    form={handForm}
    answers={answers}
    title="Enter a payment by hand"
    lead="For what no bank statement brings, such as a cheque or cash. Once entered it can be cancelled, and not changed."
    up={{ href: '/subscriptions/payments', says: 'Payments' }}
  />
)

type MatchProps = { payment: Payment; form: Form<never> | Form<unknown>; answers: Answers }

export const MatchPage = ({ payment, form, answers }: MatchProps) => (
  <FormPage
    {...{ form, answers }}
    title={`Match ${inPounds(Math.abs(payment.leftPence))}`}
    lead={`${paymentTitle(payment)}, “${payment.says}”. Each invoice says what it asks for, and how the sum stands to that.`}
    up={upTo(payment)}
    submit="Match"
  />
)

export const CancelPage = ({ payment, answers }: { payment: Payment; answers: Answers }) => (
  <Page title="Cancel a payment entered by hand" wrong={answers.errors.length > 0} up={upTo(payment)}>
    <Text>
      {paymentTitle(payment)}. It is taken out of the books by an entry the other way round; both stay to be
      read, with why.
    </Text>
    <FormFor form={cancelForm} answers={answers} submit="Cancel the payment" warning />
  </Page>
)

type UndoProps = { payment: Payment; matching: Matching; answers: Answers }

export const UndoPage = ({ payment, matching, answers }: UndoProps) => (
  <Page title="Undo a match" wrong={answers.errors.length > 0} up={upTo(payment)}>
    <Inset>
      {inPounds(Math.abs(matching.pence))} of {paymentTitle(payment)}, matched to {matchedTo(matching)}
    </Inset>
    <Text>
      The money waits to be matched again
      {matching.invoiceId !== null && ', and the invoice asks for it again'}. That it was matched, and why it
      was undone, stays to be read.
    </Text>
    <FormFor form={undoForm} answers={answers} submit="Undo the match" warning />
  </Page>
)
