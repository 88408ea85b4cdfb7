import { terms } from '../agreement/terms/queries.ts'
import type { Terms } from '../agreement/terms/rules.ts'
import type { Actor } from '../platform/action.ts'
import {
  type AcademicYear,
  academicYearOf,
  addDays,
  type Day,
  day,
  inWords,
  yearName,
} from '../platform/day.ts'
import type { Need, Needs } from '../platform/need.ts'
import { isOffice } from '../platform/who.ts'
import { clausesToDeclare, schoolsDeclared } from './queries.ts'
import { addressOf, dueOn, mayDeclare } from './rules.ts'

/** Nobody is asked in the first weeks of a year. */
const askedFrom = (year: AcademicYear) => day(`${year}-10-01`)
const EVERY_SCHOOL = 100_000

/** A head who has not declared all for the year; and for the office, once the day is past, how many have not. */
export const needs: Needs = async (by) => {
  const { who, db, today } = by
  const year = academicYearOf(today)
  const led = who.held.flatMap(({ membershipId }) =>
    membershipId !== null && mayDeclare(who, membershipId) ? [membershipId] : [],
  )
  if (today < askedFrom(year) || (led.length === 0 && !isOffice(who))) return []
  const promises = (await clausesToDeclare(db, year, today)).map(({ promiseId }) => promiseId)
  if (promises.length === 0) return []
  const asked = { year, today, promises, among: isOffice(who) ? ('every school' as const) : led }
  const page = { filter: {}, order: { sort: 'name', descending: false }, limit: EVERY_SCHOOL, offset: 0 }
  const { rows } = await schoolsDeclared(db, page, asked)
  const agreed = await terms(db, year)
  const waiting = rows
    .filter(({ answered }) => answered < promises.length)
    .map((school) => ({
      ...school,
      due: dueOn({ year, terms: agreed, member: school }),
      left: promises.length - school.answered,
    }))
  const own = waiting
    .filter(({ id }) => led.includes(id))
    .map((school) => ownNeed(school, year, today, agreed))
  return isOffice(who) ? [...own, ...officeNeed(waiting, year, by)] : own
}

type Waiting = { id: number; name: string; due: Day; left: number }

const clauses = (many: number) => (many === 1 ? 'one clause' : `${many} clauses`)

function ownNeed(
  { id, name, due, left }: Waiting,
  year: AcademicYear,
  today: Day,
  { warningDays }: Terms,
): Need {
  const late = today > due
  const state = late
    ? ({ says: 'Overdue', tone: 'bad' } as const)
    : today >= addDays(due, -warningDays)
      ? ({ says: 'Due soon', tone: 'due' } as const)
      : undefined
  return {
    href: `${addressOf(id, year)}/declare`,
    says: `Declare ${clauses(left)} for ${yearName(year)}`,
    why: `${name}: ${late ? 'it was due' : 'due'} by ${inWords(due)}.`,
    ...(state ? { state } : {}),
    on: due,
  }
}

function officeNeed(waiting: Waiting[], year: AcademicYear, { today }: Actor): Need[] {
  const late = waiting.filter(({ due }) => today > due)
  if (late.length === 0) return []
  const heads = late.length === 1 ? 'One head has' : `${late.length} heads have`
  return [
    {
      href: '/declarations',
      says: `${heads} not declared for ${yearName(year)}`,
      why: 'Remind them: the last day is past.',
      state: { says: 'Overdue', tone: 'due' },
      on: null,
    },
  ]
}
