import { type GroupsSeen, groupsSeen } from '../groups/rules.ts'
import { membershipOn } from '../members/queries.ts'
import { isMemberOn, spellInWords } from '../members/rules.ts'
import type { Actor } from '../platform/action.ts'
import { refusing } from '../platform/constraint.ts'
import { academicYearOf, type Day, firstDay, inWords } from '../platform/day.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import { correct } from '../platform/revision.ts'
import { draftedReport, type HubRecorded } from './draft.ts'
import {
  contributions,
  type HubRow,
  hub,
  type LeadsMeeting,
  nextLeadsMeeting,
  notesOf,
  programme,
  reportOf,
  sharedBy,
} from './queries.ts'
import { mayKeepHub, mayReport } from './rules.ts'
import type { ContributionKind } from './tables.ts'

/** A hub as this person sees it. */
export const hubFor = (by: Actor, id: number, seen: GroupsSeen = groupsSeen(by.who)): Promise<HubRow> =>
  hub(by.db, id, { seen, on: by.today })

export type NoteFilled = { title: string; words: string; meetingId: number | null }
type Row = { id: number; version: number }

export async function writeNote(by: Actor, of: HubRow, filled: NoteFilled): Promise<number> {
  permit(mayKeepHub(by.who, of))
  return by.act(
    { did: 'wrote a hub’s note', subject: (id: number) => `hubs/${of.id}/notes/${id}` },
    async (tx) => {
      const values = { ...filled, groupId: of.id, writtenBy: by.who.personId }
      return (await tx.insertInto('hubNotes').values(values).returning('id').executeTakeFirstOrThrow()).id
    },
  )
}

export async function correctNote(by: Actor, of: HubRow, row: Row, filled: NoteFilled) {
  permit(mayKeepHub(by.who, of))
  await by.act({ did: 'corrected a hub’s note', subject: `hubs/${of.id}/notes/${row.id}` }, (tx, by) =>
    correct(tx, by, 'hubNotes', row, filled),
  )
}

export type ContributionFilled = {
  membershipId: number
  kind: ContributionKind
  givenOn: Day
  words: string | null
  meetingId: number | null
}

/** Records what a school gave the hub; it must have been a member on that day. */
export async function recordContribution(by: Actor, of: HubRow, filled: ContributionFilled): Promise<number> {
  permit(mayKeepHub(by.who, of))
  const subject = (id: number) => `hubs/${of.id}/contributions/${id}`
  return by.act({ did: 'recorded a contribution to a hub', subject }, async (tx, by) => {
    await checked(by, filled)
    const values = { ...valuesOf(filled), groupId: of.id, personId: null, recordedBy: by.who.personId }
    return (await tx.insertInto('hubContributions').values(values).returning('id').executeTakeFirstOrThrow())
      .id
  })
}

export async function correctContribution(by: Actor, of: HubRow, row: Row, filled: ContributionFilled) {
  permit(mayKeepHub(by.who, of))
  const subject = `hubs/${of.id}/contributions/${row.id}`
  await by.act({ did: 'corrected a contribution to a hub', subject }, async (tx, by) => {
    await checked(by, filled)
    await correct(tx, by, 'hubContributions', row, valuesOf(filled))
  })
}

const valuesOf = ({ words, ...rest }: ContributionFilled) => ({ ...rest, words: words ?? '' })

async function checked(by: Actor, { membershipId, givenOn }: ContributionFilled) {
  if (givenOn > by.today) throw notPossible('The date must be today or in the past', 'givenOn')
  const member = await membershipOn(by.db, membershipId, givenOn)
  if (!isMemberOn(member, givenOn))
    throw notPossible(
      `${member.name} was not a member on ${inWords(givenOn)}: it was ${spellInWords(member)}`,
      'membershipId',
    )
}

/** What the records hold of a hub for its report to the next meeting of the hub leads. */
export async function hubRecorded(
  { db, today }: Actor,
  of: HubRow,
  meeting: LeadsMeeting,
): Promise<HubRecorded> {
  const since = meeting.since ?? firstDay(academicYearOf(today))
  const [meetings, notes, resources, given] = await Promise.all([
    programme(db, of.id, { from: since, to: meeting.heldOn }),
    notesOf(db, of.id),
    sharedBy(db, of.id, since),
    contributions(db, of.id, { from: since, to: meeting.heldOn }),
  ])
  const written = notes.filter(({ writtenAt }) => writtenAt.toISOString().slice(0, 10) >= since)
  return {
    ...{ hub: of.name, since, meetings, resources, contributions: given, notes: written },
    schoolsBelonging: of.schools,
  }
}

/** The report to write: as it was kept last, or as the records draft it. */
export async function reportToWrite(by: Actor, of: HubRow) {
  const meeting = await nextLeadsMeeting(by.db, by.today)
  if (!meeting) return undefined
  const kept = await reportOf(by.db, of.id, meeting.id)
  return { meeting, kept, words: kept?.words ?? draftedReport(await hubRecorded(by, of, meeting)) }
}

const once = {
  hub_reports_once: {
    says: 'Somebody else has begun this report. Open the page again to see it',
    field: 'words',
  },
}

/** Keeps a hub’s report to a meeting of the hub leads. What was sent already is corrected, and stays sent. */
export async function keepReport(
  by: Actor,
  of: HubRow,
  { meetingId, version, words, send }: { meetingId: number; version: number; words: string; send: boolean },
) {
  permit(mayReport(by.who, of))
  const did = send ? 'sent a hub’s report' : 'wrote a hub’s report'
  await by.act({ did, subject: `hubs/${of.id}/report` }, async (tx, by) => {
    const kept = await reportOf(by.db, of.id, meetingId)
    const sent = send && !kept?.sentAt ? { sentAt: new Date().toISOString() } : {}
    if (kept) return correct(tx, by, 'hubReports', { id: kept.id, version }, { words, ...sent })
    const values = { groupId: of.id, meetingId, words, writtenBy: by.who.personId }
    return refusing(once, () =>
      tx
        .insertInto('hubReports')
        .values({ ...values, sentAt: send ? new Date() : null })
        .execute(),
    )
  })
}
