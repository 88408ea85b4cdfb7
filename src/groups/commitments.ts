import { commitment, type Judged } from '../agreement/commitment.ts'
import { attested, doesNotApply, type Evidence, type Finding, met, notYetDue } from '../agreement/finding.ts'
import { sinceJoining } from '../agreement/pace.ts'
import { yearName } from '../platform/day.ts'
import { type PartTaken, partsTaken, type Readiness, readiness } from './queries.ts'

type Part = PartTaken & { groupId: number; name: string }
const isPart = (row: PartTaken): row is Part => row.groupId !== null

const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`

const evidenceOf = ({ groupId, name, leads, serves, meetings }: Part): Evidence => ({
  says: [
    leads ? `leads ${name}` : serves && `serves on ${name}`,
    meetings > 0 && `${many(meetings, 'meeting', 'meetings')} of ${name}`,
  ]
    .filter(Boolean)
    .join(', '),
  on: null,
  href: `/groups/${groupId}`,
})

/** Clause 5 is told, not scored: any part in the alliance’s bodies meets it, and none is never held against a school. */
export function buildsTheAlliance(rows: PartTaken[], judged: Judged): Finding {
  const parts = rows.filter(isPart)
  const year = yearName(judged.year)
  if (parts.length === 0) {
    const none = `No part of the school in the alliance’s groups is recorded for ${year}`
    if (judged.ended) return doesNotApply(`${none}. This is told, and not held against a school.`)
    return notYetDue(`${none} so far.`, {
      next: { says: 'See the groups and who leads them', href: '/groups' },
    })
  }
  return met(`${partsInWords(parts, judged.ended ?? false)} in ${year}.`, { evidence: parts.map(evidenceOf) })
}

/** “Leads 1 group and has been at meetings of 2 groups”, or what was so in a year that is over. */
function partsInWords(parts: Part[], ended: boolean): string {
  const of = (such: (part: Part) => boolean, says: string) => {
    const count = parts.filter(such).length
    return count > 0 && `${says} ${many(count, 'group', 'groups')}`
  }
  const says = [
    of(({ leads }) => leads, ended ? 'led' : 'leads'),
    of(({ leads, serves }) => serves && !leads, ended ? 'served on' : 'serves on'),
    of(({ meetings }) => meetings > 0, ended ? 'was at meetings of' : 'has been at meetings of'),
  ]
    .filter((one) => one !== false)
    .join(' and ')
  return says.charAt(0).toUpperCase() + says.slice(1)
}

type Served = Extract<Readiness, { says: string }>
const isServed = (row: Readiness): row is Served => row.says !== null

/**
 * Clause 29: readiness to join working groups. Readiness itself is not measured (it is attested): whoever serves on a
 * working group, a panel or a body outside the alliance has shown it, and so has who was put forward in the year,
 * whatever became of it. Who did neither was perhaps not asked, so it is never held against a school; nor does it
 * matter whether any group asked for anybody.
 */
export function isReadyToServe(rows: Readiness[], judged: Judged): Finding {
  const shown = rows.filter(isServed)
  const evidence = shown.map(({ says, on, href }): Evidence => ({ says, on, href }))
  const seats = shown.filter(({ serves }) => serves).length
  const year = `${yearName(judged.year)}${sinceJoining(judged)}`
  if (seats > 0)
    return met(
      `Staff of the school ${judged.ended ? 'held' : 'hold or held'} ${many(seats, 'seat', 'seats')} on working groups, panels or bodies outside the alliance in ${year}.`,
      { evidence },
    )
  if (shown.length > 0)
    return attested(
      `The school put somebody forward ${shown.length === 1 ? 'once' : `${shown.length} times`} in ${year}.`,
      { evidence },
    )
  const none = `Nobody of the school served on a working group, panel or outside body in ${year}, or was put forward`
  if (judged.ended) return doesNotApply(`${none}. Readiness is told, and not held against a school.`)
  return notYetDue(`${none} so far.`, {
    next: { says: 'Offer somebody for any group that needs them', href: '/groups/nominations/new' },
  })
}

export const groupCommitments = {
  development: commitment(
    {
      asks: 'Groups that people of the school lead, and groups whose meetings they were at. Told, and never held against a school.',
      kind: 'measured',
    },
    partsTaken,
    buildsTheAlliance,
  ),
  'working groups': commitment(
    {
      asks: 'Whether somebody of the school serves on a working group, a panel or a body outside the alliance, or was put forward in the year. Never held against a school.',
      kind: 'measured',
    },
    readiness,
    isReadyToServe,
  ),
}
