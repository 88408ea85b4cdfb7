import type { Answers } from '../../platform/form.ts'
import { inPounds } from '../../platform/money.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { type Asked, fillIn, idOf, list, nameIn, press, rooms, sentBy, show } from '../../platform/web.tsx'
import { match, undoMatch } from './actions.ts'
import { choicesFor, chosen } from './choices.ts'
import { cancelForm, handForm, matchForm, paymentFilter, undoForm } from './form.ts'
import { cancelPayment, recordByHand } from './hand/actions.ts'
import { cancelRefusal } from './hand/rules.ts'
import { type PaymentSums, paymentsListed } from './list.ts'
import { onAccount } from './on-account/routes.tsx'
import { PaymentPage } from './page.tsx'
import {
  CancelPage,
  HandPage,
  MatchPage,
  PaymentsPage,
  paymentFile,
  paymentList,
  UndoPage,
} from './pages.tsx'
import { type Payment, payment } from './queries.ts'
import { mayKeepPayments } from './rules.ts'
import { matching, matchingsOf } from './story.ts'
import { matchAsSuggested } from './suggestions/actions.ts'
import { suggested } from './suggestions/queries.ts'

export const payments = rooms()

const office = (c: Asked) => permit(mayKeepPayments(c.var.by.who))

payments.route('/on-account', onAccount)

payments.get('/', (c) => {
  office(c)
  const { by } = c.var
  let sums: PaymentSums = { inPence: 0, outPence: 0, leftPence: 0, toMatch: 0 }
  return list(c, {
    of: c.req.query('format') === 'csv' ? paymentFile : paymentList,
    filter: paymentFilter,
    sort: '-date',
    name: 'payments',
    size: 30,
    rows: async (asked) => {
      const found = await paymentsListed(by.db, asked)
      sums = found.sums
      return found
    },
    page: (shown) => <PaymentsPage {...{ shown, sums }} />,
  })
})

payments.on(['get', 'post'], '/new', (c) => {
  office(c)
  return fillIn(c, handForm, {
    page: (answers) => <HandPage answers={answers} />,
    save: async (filled, by) => `/subscriptions/payments/${await recordByHand(by, filled)}?did=added`,
  })
})

payments.get('/:id', async (c) => {
  office(c)
  const { db } = c.var.by
  const found = await payment(db, idOf(c))
  const [matchings, suggestions] = await Promise.all([matchingsOf(db, found.id), suggested(db, found)])
  return show(c, <PaymentPage {...{ payment: found, matchings, suggestions }} />)
})

payments.on(['get', 'post'], '/:id/match', async (c) => {
  office(c)
  const { db } = c.var.by
  const found = await payment(db, idOf(c))
  refuseDone(c, found)
  const { leftPence } = found
  const form = matchForm(await choicesFor(db, found), inPounds(Math.abs(leftPence)))
  return fillIn(c, form, {
    current: async () => form.blank({ to: c.req.query('to') ?? '', left: leftPence }),
    page: (answers) => <MatchPage {...{ payment: found, form }} answers={asOfNow(answers, leftPence)} />,
    save: async ({ to, amount, left }, by) => {
      const { given, pence } = await chosen(by.db, to, (await payment(by.db, found.id)).leftPence)
      const asked = amount === null ? pence : amount * Math.sign(found.pence)
      await match(by, found.id, { given, pence: asked, seenPence: seen(left) })
      return `/subscriptions/payments/${found.id}?did=matched`
    },
  })
})

/** Whoever was told that a part was matched meanwhile goes on from what is left now. */
const asOfNow = (answers: Answers, leftPence: number): Answers => ({
  ...answers,
  values: { ...answers.values, left: String(leftPence) },
})

/** A form for nothing is not shown; one that was open meanwhile is answered in its own page. */
function refuseDone(c: Asked, { leftPence, cancelledAt }: Payment) {
  if (c.req.method !== 'GET') return
  if (cancelledAt) throw notPossible('This payment was cancelled: it cannot be matched')
  if (leftPence === 0) throw notPossible('All of this payment is matched already')
}

/** What a page says was left when it was opened; nothing where it says nothing. */
const seen = (left: string | null | undefined) =>
  left && /^-?\d{1,15}$/.test(left) ? Number(left) : undefined

payments.post('/:id/match/:suggestion', async (c) => {
  office(c)
  const seenPence = seen(String((await sentBy(c)).get('left') ?? ''))
  return press(c, async (by) => {
    const id = idOf(c)
    await matchAsSuggested(by, id, { key: nameIn(c, 'suggestion'), seenPence })
    return `/subscriptions/payments/${id}?did=matched`
  })
})

payments.on(['get', 'post'], '/:id/cancel', async (c) => {
  office(c)
  const { db } = c.var.by
  const found = await payment(db, idOf(c))
  const wrong = c.req.method === 'GET' && cancelRefusal(found)
  if (wrong) throw notPossible(wrong)
  return fillIn(c, cancelForm, {
    page: (answers) => <CancelPage {...{ payment: found, answers }} />,
    save: async (filled, by) => {
      await cancelPayment(by, found.id, filled)
      return `/subscriptions/payments/${found.id}?did=cancelled`
    },
  })
})

/** Undoing a match, under the address of the match. */
export const matches = rooms()

matches.on(['get', 'post'], '/:id/undo', async (c) => {
  office(c)
  const { db } = c.var.by
  const of = await matching(db, idOf(c))
  const found = await payment(db, of.paymentId)
  if (c.req.method === 'GET' && of.undoneAt) throw notPossible('This match was undone already')
  return fillIn(c, undoForm, {
    page: (answers) => <UndoPage {...{ payment: found, matching: of, answers }} />,
    save: async (filled, by) => `/subscriptions/payments/${await undoMatch(by, of.id, filled)}?did=undone`,
  })
})
