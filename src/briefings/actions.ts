import type { Actor } from '../platform/action.ts'
import { refusing } from '../platform/constraint.ts'
import { addDays, type Day, inShort } from '../platform/day.ts'
import { postMail } from '../platform/mail.ts'
import { notFound, notPossible, permit } from '../platform/refusal.ts'
import { correct, remove } from '../platform/revision.ts'
import { drafted } from './draft.ts'
import { type BriefingRow, briefing, briefings, giving, governorsOf } from './queries.ts'
import { recorded } from './records.ts'
import { mayBrief, mayReadBriefing } from './rules.ts'
import type { BodyKind, Way } from './tables.ts'

const once = {
  briefings_once: {
    says: 'Somebody of the school has made a briefing of this meeting already',
    field: 'words',
  },
}

/** The log is the office’s, which may not open a school’s briefing: its lines lead to the school. */
const about = <Result>(membershipId: number, briefing: (result: Result) => number) => ({
  subject: `members/${membershipId}`,
  details: (result: Result) => ({ briefing: briefing(result) }),
})

/**
 * Makes a school’s briefing of a meeting that was held: the records’ words as its writer edited them.
 * @param askedAt when the records gave what was edited: what was marked confidential since may stand in it.
 */
export async function makeBriefing(
  by: Actor,
  { meetingId, membershipId }: { meetingId: number; membershipId: number },
  words: string,
  askedAt: Date = new Date(),
): Promise<number> {
  permit(mayBrief(by.who, membershipId))
  const deed = { did: 'made a briefing', ...about<number>(membershipId, (id) => id) }
  return by.act(deed, async (tx, by) => {
    const from = drafted(await recorded(by.db, meetingId, membershipId))
    const at = { draftedAt: askedAt, madeAt: askedAt }
    const values = { meetingId, membershipId, words, drafted: from, ...at, madeBy: by.who.personId }
    const made = await refusing(once, () =>
      tx.insertInto('briefings').values(values).returning('id').executeTakeFirstOrThrow(),
    )
    return made.id
  })
}

/** One’s own school’s briefing. What is not theirs is not there for them. */
export async function briefingFor(by: Actor, id: number): Promise<BriefingRow> {
  const found = await briefing(by.db, id)
  if (!mayReadBriefing(by.who, found.membershipId)) throw notFound()
  return found
}

type Row = { id: number; version: number }

/** Puts a briefing in other words; those that took in what the records gave at the moment `again` say so. */
export async function rewordBriefing(by: Actor, row: Row, words: string, again: Date | null = null) {
  const found = await briefingFor(by, row.id)
  permit(mayBrief(by.who, found.membershipId))
  readable(found, again !== null)
  const did = again ? 'made a briefing again from the records' : 'reworded a briefing'
  await by.act({ did, ...about(found.membershipId, () => row.id) }, async (tx, by) => {
    const changed = again ? { words, ...(await asked(by, found, again)) } : { words }
    await correct(tx, by, 'briefings', row, changed)
  })
}

async function asked(by: Actor, { meetingId, membershipId }: BriefingRow, at: Date) {
  const from = drafted(await recorded(by.db, meetingId, membershipId))
  return { drafted: from, draftedAt: at.toISOString() }
}

function readable({ withheld }: BriefingRow, again = false) {
  if (withheld && !again)
    throw notPossible(
      'Something of this meeting has been marked confidential since: make the briefing again from the records first',
    )
}

export type GivingFilled = {
  body: string
  bodyKind: BodyKind
  givenOn: Day
  how: Way
  minuteReference: string | null
}

/** Records to whom a school gave a briefing; without one where they were told in other words. */
export async function recordGiving(
  by: Actor,
  { membershipId, briefingId }: { membershipId: number; briefingId: number | null },
  filled: GivingFilled,
): Promise<number> {
  permit(mayBrief(by.who, membershipId))
  notAhead(filled, by.today)
  return by.act(
    { did: 'recorded a briefing given', subject: (id: number) => `briefings/givings/${id}` },
    async (tx, by) => {
      if (briefingId !== null) await ofSchool(by, briefingId, membershipId)
      const values = { ...filled, membershipId, briefingId, recordedBy: by.who.personId }
      const made = await tx
        .insertInto('briefingGivings')
        .values(values)
        .returning('id')
        .executeTakeFirstOrThrow()
      return made.id
    },
  )
}

async function ofSchool(by: Actor, briefingId: number, membershipId: number) {
  const [found] = await briefings(by.db, { id: briefingId, memberships: [membershipId] })
  if (!found) throw notFound()
}

function notAhead({ givenOn }: GivingFilled, today: Day) {
  if (givenOn > today) throw notPossible('The date it was given must be today or in the past', 'givenOn')
  if (givenOn < addDays(today, -MOST_DAYS))
    throw notPossible('The date it was given is too long ago', 'givenOn')
}
const MOST_DAYS = 3_660

export async function givingFor(by: Actor, id: number) {
  const found = await giving(by.db, id)
  if (!mayReadBriefing(by.who, found.membershipId)) throw notFound()
  return found
}

export async function correctGiving(by: Actor, row: Row, filled: GivingFilled) {
  permit(mayBrief(by.who, (await givingFor(by, row.id)).membershipId))
  notAhead(filled, by.today)
  await by.act({ did: 'corrected a briefing given', subject: `briefings/givings/${row.id}` }, (tx, by) =>
    correct(tx, by, 'briefingGivings', row, filled),
  )
}

/** Takes back a record that was a mistake. */
export async function removeGiving(by: Actor, id: number) {
  const { membershipId, version } = await givingFor(by, id)
  permit(mayBrief(by.who, membershipId))
  await by.act({ did: 'removed a briefing given', subject: `briefings/givings/${id}` }, (tx, by) =>
    remove(tx, by, 'briefingGivings', { id, version }),
  )
}

export type MailFilled = { people: number[]; body: string; bodyKind: BodyKind }

/** Sends a briefing by mail to people who govern the school, which is then recorded as given. */
export async function mailBriefing(
  by: Actor,
  id: number,
  { people, body, bodyKind }: MailFilled,
  url: string,
) {
  const found = await briefingFor(by, id)
  permit(mayBrief(by.who, found.membershipId))
  readable(found)
  await by.act(
    {
      did: 'sent a briefing by mail',
      subject: `members/${found.membershipId}`,
      details: { briefing: id, people },
    },
    async (tx, by) => {
      const all = await governorsOf(by.db, found.membershipId, by.today)
      const chosen = all.filter(({ personId }) => people.includes(personId))
      if (chosen.length !== people.length)
        throw notPossible('Choose people who govern the school today', 'people')
      for (const { email, name } of chosen)
        await postMail(tx, {
          to: email,
          subject: subjectOf(found),
          text: letter(found, name, by.who.name, url),
        })
      const given = { body, bodyKind, givenOn: by.today, how: 'mail', minuteReference: null } as const
      await recordGiving(by, { membershipId: found.membershipId, briefingId: id }, given)
    },
  )
}

const subjectOf = ({ title, heldOn }: BriefingRow) =>
  `Briefing: ${title.replace(/[\p{C}\s]+/gu, ' ').slice(0, 80)}, ${inShort(heldOn)}`

const letter = ({ id, school, words }: BriefingRow, name: string, from: string, url: string) => `Dear ${name},

${words.trim()}

Read it in Endeavour: ${url}/briefings/${id}

${from} sent you this because you are among those who govern ${school}.
`
