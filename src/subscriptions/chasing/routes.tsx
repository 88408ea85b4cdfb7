import { notPossible, permit } from '../../platform/refusal.ts'
import { fillIn, idOf, press, rooms } from '../../platform/web.tsx'
import { invoice, sumsOf } from '../invoices/queries.ts'
import { hold, lift, undoWriteOff, writeOff } from './deeds.ts'
import { holdForm, undoForm, writeOffForm } from './forms.ts'
import { HoldPage, UndoPage, WriteOffPage } from './pages.tsx'
import { boardDecisions, holdOf, writeOff as writeOffOf } from './queries.ts'
import { holdRefusal, mayHold, mayWriteOff } from './rules.ts'

/** Holding the reminders of an invoice, and writing it off: under the address of the invoice. */
export const chasing = rooms()

chasing.on(['get', 'post'], '/:id/hold', async (c) => {
  const { by } = c.var
  permit(mayHold(by.who))
  const of = await invoice(by.db, idOf(c))
  const { owedPence } = await sumsOf(by.db, of.id)
  const none = holdRefusal({ ...of, owedPence })
  if (none && c.req.method === 'GET') throw notPossible(none)
  const held = await holdOf(by.db, of.id)
  return fillIn(c, holdForm, {
    current: async () => holdForm.blank((await holdOf(by.db, of.id)) ?? {}),
    page: (answers) => <HoldPage of={of} held={held !== undefined} answers={answers} />,
    save: async (filled, by, version) => {
      await hold(by, of.id, filled, version)
      return `/subscriptions/invoices/${of.id}?did=saved`
    },
  })
})

chasing.post('/:id/hold/lift', (c) => {
  permit(mayHold(c.var.by.who))
  return press(c, async (by) => {
    const id = idOf(c)
    await lift(by, id)
    return `/subscriptions/invoices/${id}?did=removed`
  })
})

chasing.on(['get', 'post'], '/:id/write-off', async (c) => {
  const { by } = c.var
  permit(mayWriteOff(by.who))
  const of = await invoice(by.db, idOf(c))
  if (of.kind !== 'invoice') throw notPossible('A credit note is not written off')
  const { owedPence } = await sumsOf(by.db, of.id)
  if (c.req.method === 'GET' && owedPence <= 0)
    throw notPossible('Nothing of this invoice is owed any more: there is nothing to write off')
  const form = writeOffForm(await boardDecisions(by.db))
  return fillIn(c, form, {
    current: async () => form.blank({ amount: (owedPence / 100).toFixed(2) }),
    page: (answers) => <WriteOffPage {...{ of, owedPence, form, answers }} />,
    save: async (filled, by) => {
      await writeOff(by, of.id, filled)
      return `/subscriptions/invoices/${of.id}?did=written-off`
    },
  })
})

/** Undoing a write-off, under the address of the write-off. */
export const writeOffsUndone = rooms()

writeOffsUndone.on(['get', 'post'], '/:id/undo', async (c) => {
  const { by } = c.var
  permit(mayWriteOff(by.who))
  const of = await writeOffOf(by.db, idOf(c))
  if (c.req.method === 'GET' && of.undoneAt) throw notPossible('This write-off was undone already')
  return fillIn(c, undoForm, {
    page: (answers) => <UndoPage of={of} answers={answers} />,
    save: async (filled, by) => `/subscriptions/invoices/${await undoWriteOff(by, of.id, filled)}?did=saved`,
  })
})
