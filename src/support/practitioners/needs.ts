import { terms } from '../../agreement/terms/queries.ts'
import type { Terms } from '../../agreement/terms/rules.ts'
import { academicYearOf, type Day, inShort } from '../../platform/day.ts'
import type { Need, Needs } from '../../platform/need.ts'
import { headOf, type Who } from '../../platform/who.ts'
import { mayBroker } from '../deployments/rules.ts'
import { type Waiting, waiting } from './list.ts'
import { mayAnswer, wordOf } from './rules.ts'

/** A head: for whom to vouch again. SSIG: nominations to answer, and deployments whose practitioner has stopped. */
export const needs: Needs = async ({ who, db, today }) => {
  const brokers = mayBroker(who)
  const headed = headOf(who)
  if (!brokers && headed.length === 0) return []
  const [rows, agreed] = await Promise.all([
    waiting(db, brokers ? 'all' : headed),
    terms(db, academicYearOf(today)),
  ])
  const own = rows.filter(({ membershipId }) => headed.includes(membershipId))
  return [
    ...own.flatMap((one) => vouchAgain(one, agreed, today)),
    ...(brokers ? [...nominations(who, rows), ...stopped(rows)] : []),
  ]
}

function vouchAgain(one: Waiting, agreed: Terms, today: Day): Need[] {
  if (one.acceptedAt === null || one.endedOn !== null) return []
  const { word, until } = wordOf(one.vouchedOn, agreed, today)
  if (word === 'held') return []
  return [
    {
      href: `/support/practitioners/${one.id}/vouch`,
      says: `Vouch for ${one.name} again`,
      why:
        word === 'soon' && until
          ? `Your word for them holds until ${inShort(until)} (clause 22).`
          : 'Your word for them has run out (clause 22).',
      on: until,
      state: word === 'soon' ? { says: 'Due', tone: 'due' } : { says: 'Late', tone: 'bad' },
    },
  ]
}

function nominations(who: Who, rows: Waiting[]): Need[] {
  const open = rows.filter((one) => !one.acceptedAt && !one.endedOn && mayAnswer(who, one))
  const [first] = open
  if (!first) return []
  const one = open.length === 1
  return [
    {
      href: one ? `/support/practitioners/${first.id}` : '/support/practitioners?state=nominated',
      says: one
        ? `Answer the nomination of ${first.name}`
        : `Answer ${open.length} nominations of practitioners`,
      why: 'Until SSIG accepts, nobody is matched with them.',
      on: null,
      state: { says: 'To answer', tone: 'due' },
    },
  ]
}

const stopped = (rows: Waiting[]): Need[] =>
  rows
    .filter(({ endedOn, running }) => endedOn !== null && running > 0)
    .map(({ id, name, running }) => ({
      href: `/support/practitioners/${id}`,
      says: `Find somebody else for ${name}`,
      why: `They have stopped, with ${running === 1 ? 'one deployment' : `${running} deployments`} under way.`,
      on: null,
      state: { says: 'To settle', tone: 'due' },
    }))
