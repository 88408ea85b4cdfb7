import type { Ending } from '../calendars/rules.ts'
import { inWords } from '../platform/day.ts'
import type { Need } from '../platform/need.ts'
import type { Step } from '../platform/parts.tsx'
import type { Beginning, Unclosed } from './queries.ts'

type Named = { id: number; name: string }
export type ToPutRight = Unclosed & { headless: Named[]; chairless: Named[]; endings: Ending[] }

const MOST_NAMED = 3

const inList = (schools: Named[]) => {
  const names = schools.slice(0, MOST_NAMED).map(({ name }) => name)
  const others = schools.length - names.length
  return others > 0 ? `${names.join(', ')} and ${others} more` : names.join(', ')
}

const many = (count: number, one: string, more: string) =>
  count === 1 ? `One ${one}` : `${count.toLocaleString('en-GB')} ${more}`

const faulty: NonNullable<Step['state']> = { says: 'Fault', tone: 'bad' }
const missing: NonNullable<Step['state']> = { says: 'Missing', tone: 'due' }

/** Data for the office to put right, what stands in most people’s way first. */
export function stepsToPutRight(so: ToPutRight): Need[] {
  const { headless, chairless, meetings, imports, mails, endings } = so
  const steps: (Omit<Need, 'on'> | false)[] = [
    imports > 0 && {
      href: '/imports',
      says: many(imports, 'import has faults', 'imports have faults'),
      why: `Nothing of ${imports === 1 ? 'it' : 'them'} was brought in.`,
      state: faulty,
    },
    mails > 0 && {
      href: '/mails?state=failed',
      says: many(mails, 'mail could not be sent', 'mails could not be sent'),
      state: faulty,
    },
    headless.length > 0 && {
      href: '/people',
      says: many(headless.length, 'school has no head today', 'schools have no head today'),
      why: inList(headless),
      state: missing,
    },
    chairless.length > 0 && {
      href: '/people?post=chair+of+governors',
      says: many(chairless.length, 'school has no chair today', 'schools have no chair today'),
      why: inList(chairless),
      state: missing,
    },
    meetings > 0 && {
      href: '/meetings?status=planned&sort=on',
      says: many(meetings, 'meeting is past and still planned', 'meetings are past and still planned'),
      why: `Say whether ${meetings === 1 ? 'it' : 'each'} was held.`,
      state: { says: 'Past', tone: 'due' },
    },
    ...endings.map(({ what, on }) => ({
      href: what === 'terms' ? '/calendars' : '/calendars/count',
      says: on === null ? `No ${what} are recorded` : `The ${what} recorded end on ${inWords(on)}`,
      why: 'Deadlines cannot be counted past them.',
      state: on === null ? missing : ({ says: 'Runs out', tone: 'calm' } as const),
    })),
  ]
  return steps.filter((step) => step !== false).map((step) => ({ ...step, on: null }))
}

/** What an office does first, in the order in which one needs the other; what is done is left out. */
export function firstSteps({ schools, people, records }: Beginning): Step[] {
  const steps: (Step | false)[] = [
    !schools && {
      href: '/imports/new',
      says: 'Import a year',
      why: 'A folder of files brings schools, people and records at once.',
    },
    !schools && { href: '/members/new', says: 'Or add the member schools one by one' },
    schools &&
      !people && { href: '/people/new', says: 'Add the heads and others', why: 'Each can then sign in.' },
    schools &&
      !records && {
        href: '/meetings/new',
        says: 'Record the first meeting',
        why: 'Or import a year of records.',
      },
  ]
  return steps.filter((step) => step !== false)
}
