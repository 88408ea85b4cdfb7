import { commitment, type Judged } from '../agreement/commitment.ts'
import { doesNotApply, type Evidence, type Finding, met, notYetDue } from '../agreement/finding.ts'
import { yearName } from '../platform/day.ts'
import { type PartTaken, partsTaken } from './queries.ts'

type Part = PartTaken & { groupId: number; name: string }
const isPart = (row: PartTaken): row is Part => row.groupId !== null

const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`

const evidenceOf = ({ groupId, name, leads, meetings }: Part): Evidence => ({
  says: [leads && `leads ${name}`, meetings > 0 && `${many(meetings, 'meeting', 'meetings')} of ${name}`]
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
  const led = parts.filter(({ leads }) => leads).length
  const present = parts.filter(({ meetings }) => meetings > 0).length
  const says = [
    led > 0 && `Leads ${many(led, 'group', 'groups')}`,
    present > 0 && `${led > 0 ? 'has' : 'Has'} been at meetings of ${many(present, 'group', 'groups')}`,
  ]
  return met(`${says.filter(Boolean).join(' and ')} in ${year}.`, { evidence: parts.map(evidenceOf) })
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
}
