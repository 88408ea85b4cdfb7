import type { Child } from 'hono/jsx'
import type { Actor } from '../../platform/action.ts'
import { dayInLondon, inWords } from '../../platform/day.ts'
import { inPounds } from '../../platform/money.ts'
import { Bullets, ButtonLink, Deeds, Link, Section, Text } from '../../platform/parts.tsx'
import type { Invoice } from '../invoices/queries.ts'
import { sumsOf } from '../invoices/queries.ts'
import { holdOf, remindersOf, writeOffsOf } from './queries.ts'
import { holdRefusal, mayHold, mayWriteOff, type ReminderStep, steps } from './rules.ts'

/** What an invoice’s page shows of its reminders and write-offs; nothing where there is nothing to tell or to do. */
export async function chasingSection(by: Actor, invoice: Invoice): Promise<Child | null> {
  if (invoice.kind !== 'invoice') return null
  const { id } = invoice
  const [held, reminders, writeOffs, { owedPence }] = await Promise.all([
    holdOf(by.db, id),
    remindersOf(by.db, id),
    writeOffsOf(by.db, id),
    sumsOf(by.db, id),
  ])
  const office = mayHold(by.who)
  const open = owedPence > 0
  const reminds = holdRefusal({ ...invoice, owedPence }) === null
  const isHeld = held !== undefined && held.untilOn >= by.today
  if (!open && reminders.length === 0 && writeOffs.length === 0) return null
  if (!office && !isHeld && reminders.length === 0 && writeOffs.length === 0) return null
  return (
    <Section title="Reminders and write-offs" id="chasing">
      {reminders.length > 0 ? (
        <Bullets
          items={reminders.map(
            ({ step, sentOn, owedPence, recipients }) =>
              `${steps[step as ReminderStep]} reminder on ${inWords(sentOn)}, for ${inPounds(owedPence)}, to ${recipients}`,
          )}
        />
      ) : (
        reminds && <Text>No reminder has been sent.</Text>
      )}
      {isHeld && reminds && (
        <Text>
          Reminders are held until {inWords(held.untilOn)}
          {office ? `: ${held.why}` : ''}.
        </Text>
      )}
      <WrittenOff of={writeOffs} mayUndo={mayWriteOff(by.who)} />
      {office && open && (
        <Deeds>
          {reminds && (
            <ButtonLink to={`/subscriptions/invoices/${id}/hold`} kind="secondary">
              {held ? 'Change the hold' : 'Hold reminders'}
            </ButtonLink>
          )}
          <ButtonLink to={`/subscriptions/invoices/${id}/write-off`} kind="secondary">
            Write it off
          </ButtonLink>
        </Deeds>
      )}
    </Section>
  )
}

type WrittenOffProps = { of: Awaited<ReturnType<typeof writeOffsOf>>; mayUndo: boolean }

function WrittenOff({ of, mayUndo }: WrittenOffProps) {
  if (of.length === 0) return null
  return (
    <Bullets
      items={of.map(({ id, pence, decision, why, writtenAt, undoneAt, undoneWhy }) => (
        <>
          {inPounds(pence)} written off on {inWords(dayInLondon(writtenAt))}. {decision}. {why}
          {undoneAt ? ` Undone on ${inWords(dayInLondon(undoneAt))}: ${undoneWhy}` : ''}{' '}
          {mayUndo && !undoneAt && (
            <Link to={`/subscriptions/write-offs/${id}/undo`}>Undo this write-off</Link>
          )}
        </>
      ))}
    />
  )
}
