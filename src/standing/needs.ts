import type { Need, Needs } from '../platform/need.ts'
import { clauseHref } from './judged.tsx'
import { answeredFor, lookOf, mayChase, type StepOfClauses, stepsOf, toPutRight } from './rules.ts'
import { openFor } from './school.ts'
import { standingsToday } from './today.ts'

/** Promises whose own capability says what waits for whom. */
const toldElsewhere = ['signed agreement', 'declaration']

/** What a head or chair has to put right for their school; and for the office, how many schools have anything. */
export const needs: Needs = async (by) => {
  const own = answeredFor(by.who)
  if (own.length === 0 && !mayChase(by.who)) return []
  const { members, of } = await standingsToday(by)
  if (mayChase(by.who)) return chase(members.map((member) => toPutRight(of(member)).length))
  return members
    .filter(({ id }) => own.includes(id))
    .flatMap((member) =>
      stepsOf(
        of(member)
          .filter(({ clause }) => !toldElsewhere.includes(clause.commitment ?? ''))
          .map((stand) => openFor(by.who, stand, member.id)),
      ).map((step) => needOf(step, member, own.length > 1)),
    )
}

type School = { id: number; shortName: string }

function needOf(
  { stands: [stand], says, why, href }: StepOfClauses,
  school: School,
  oneOfSeveral: boolean,
): Need {
  const look = lookOf(stand)
  return {
    href: href ?? clauseHref(school.id, stand.clause.number),
    says: oneOfSeveral ? `${school.shortName}, ${says.charAt(0).toLowerCase()}${says.slice(1)}` : says,
    why,
    state: { says: look.says, tone: look.tone },
    on: null,
  }
}

function chase(schools: number[]): Need[] {
  const count = schools.filter((many) => many > 0).length
  if (count === 0) return []
  return [
    {
      href: '/standing/schools',
      says:
        count === 1
          ? 'One school has something to put right'
          : `${count} schools have something to put right`,
      why: 'School by school, with the next step and whom to write to.',
      on: null,
    },
  ]
}
