import { notPossible, permit } from '../../platform/refusal.ts'
import { csvText } from '../../platform/sheet.ts'
import { type Asked, file, fillIn, idOf, list, press, rooms, show } from '../../platform/web.tsx'
import { billingSettings } from '../settings/queries.ts'
import { cancelRecharge, makeRecharge, takeIn, undoTaking } from './actions.ts'
import { rechargeFilter, takenForm, undoForm } from './form.ts'
import { RechargePage, RechargesPage, rechargeList, TakenPage, UndoPage } from './pages.tsx'
import { recharge, rechargeLines, rechargesListed, undoneTakings, waitingForRecharge } from './queries.ts'
import {
  ledgerColumns,
  ledgerRows,
  mayKeepRecharges,
  rechargeNumber,
  rechargeState,
  takingRefusal,
} from './rules.ts'

export const rechargeRoutes = rooms()

const office = (c: Asked) => permit(mayKeepRecharges(c.var.by.who))

rechargeRoutes.get('/', async (c) => {
  office(c)
  const { db } = c.var.by
  const [waiting, settings] = await Promise.all([waitingForRecharge(db), billingSettings(db)])
  return list(c, {
    of: rechargeList,
    filter: rechargeFilter,
    sort: '-number',
    name: 'recharges',
    rows: (asked) => rechargesListed(db, asked),
    page: (shown) => (
      <RechargesPage {...{ shown, waiting }} hasCode={(settings?.rechargeCode ?? null) !== null} />
    ),
  })
})

rechargeRoutes.post('/new', (c) => {
  office(c)
  return press(c, async (by) => `/subscriptions/recharges/${await makeRecharge(by)}?did=added`)
})

rechargeRoutes.get('/:id', async (c) => {
  office(c)
  const { db, today } = c.var.by
  const found = await recharge(db, idOf(c))
  const [lines, undone] = await Promise.all([rechargeLines(db, found.id), undoneTakings(db, found.id)])
  const wrong = takingRefusal({ takenOn: today, madeOn: found.madeOn, lines, today })
  return show(
    c,
    <RechargePage
      {...{ recharge: found, lines, undone }}
      changed={wrong?.field ? null : (wrong?.says ?? null)}
    />,
  )
})

rechargeRoutes.get('/:id/file', async (c) => {
  office(c)
  const { db } = c.var.by
  const found = await recharge(db, idOf(c))
  if (found.cancelledAt)
    throw notPossible('This journal was cancelled: there is nothing for the host to take in')
  const [lines, settings] = await Promise.all([rechargeLines(db, found.id), billingSettings(db)])
  const rechargeCode = settings?.rechargeCode
  if (!rechargeCode)
    throw notPossible(
      'Say first, under who sends invoices, which code of the host’s ledger a recharge credits',
    )
  const rows = ledgerRows({ id: found.id, madeOn: found.madeOn, lines, rechargeCode })
  return file(c, csvText(ledgerColumns, rows), `${rechargeNumber(found.id)}.csv`, 'text/csv; charset=utf-8')
})

rechargeRoutes.on(['get', 'post'], '/:id/taken', async (c) => {
  office(c)
  const found = await recharge(c.var.by.db, idOf(c))
  if (c.req.method === 'GET' && rechargeState(found) !== 'made')
    throw notPossible('This journal is not with the host any more: it was taken in or cancelled')
  return fillIn(c, takenForm, {
    page: (answers) => <TakenPage {...{ recharge: found, answers }} />,
    save: async (filled, by) => {
      await takeIn(by, found.id, filled)
      return `/subscriptions/recharges/${found.id}?did=saved`
    },
  })
})

rechargeRoutes.post('/:id/cancel', (c) => {
  office(c)
  return press(c, async (by) => {
    const id = idOf(c)
    await cancelRecharge(by, id)
    return `/subscriptions/recharges/${id}?did=cancelled`
  })
})

rechargeRoutes.on(['get', 'post'], '/:id/undo', async (c) => {
  office(c)
  const found = await recharge(c.var.by.db, idOf(c))
  if (c.req.method === 'GET' && rechargeState(found) !== 'taken')
    throw notPossible('The host has not taken this journal in: there is nothing to undo')
  return fillIn(c, undoForm, {
    page: (answers) => <UndoPage {...{ recharge: found, answers }} />,
    save: async (filled, by) => {
      await undoTaking(by, found.id, filled)
      return `/subscriptions/recharges/${found.id}?did=saved`
    },
  })
})
