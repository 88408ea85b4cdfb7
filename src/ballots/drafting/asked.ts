import { terms } from '../../agreement/terms/queries.ts'
import { termInWords } from '../../agreement/terms/rules.ts'
import { memberOptions, membersOn } from '../../members/queries.ts'
import type { Actor } from '../../platform/action.ts'
import { academicYearOf, type Day, inWords } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound, permit } from '../../platform/refusal.ts'
import { type Asked, idOf } from '../../platform/web.tsx'
import { headOf } from '../../platform/who.ts'
import { type Ballot, keepsBallot } from '../queries.ts'
import { seenBallot } from '../seen.ts'
import { majorities } from '../tables.ts'
import type { Spoken } from './actions.ts'
import type { Agreed, Speaking } from './forms.ts'
import { type ItemAsked, itemAsked } from './queries.ts'
import { agreedMajority, illusorySecrecy } from './rules.ts'

/** The ballot an address names, for whoever keeps it. */
export async function keptBallot(c: Asked): Promise<Ballot> {
  const { by } = c.var
  const ballot = await seenBallot(by, idOf(c))
  permit(await keepsBallot(by, ballot))
  return ballot
}

/** The item of a meeting that an address asks for, or none between meetings. */
export async function itemIn(c: Asked): Promise<ItemAsked | null> {
  const text = c.req.query('item')
  if (text === undefined) return null
  if (!/^\d{1,15}$/.test(text)) throw notFound()
  return itemAsked(c.var.by, Number(text))
}

/** Whoever heads several schools says for which; whoever keeps the vote may say for which it is proposed. */
export async function speakingOf({ who, db }: Actor, keeps: boolean): Promise<Speaking> {
  if (keeps) return { schools: await memberOptions(db), must: false }
  const headed = headOf(who)
  if (headed.length < 2) return { schools: [], must: false }
  return { schools: (await memberOptions(db)).filter(([id]) => headed.includes(id)), must: true }
}

/** Who heads one school speaks for that one. */
export const forSchool = <Given extends Spoken>({ who }: Actor, given: Given): Given => ({
  ...given,
  membershipId: given.membershipId ?? headOf(who)[0] ?? null,
})

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

/** What the terms of a day say of a vote, as hints beside its questions. */
export async function agreedOn(db: Reader, on: Day, byCorrespondence: boolean): Promise<Agreed> {
  const agreed = await terms(db, academicYearOf(on))
  const needed = (ofAgreement: boolean) =>
    lower(majorities[agreedMajority(agreed, { ofAgreement, byCorrespondence })])
  return {
    majority: `The heads agreed: ${needed(false)}; for a change to the agreement ${needed(true)}`,
    window: `At least ${termInWords('ballotDays', agreed.ballotDays)} after it opens`,
  }
}

export const leadOf = (item: ItemAsked | null) =>
  item
    ? `At ${item.meeting}, ${inWords(item.heldOn)}, under “${item.title}”.`
    : 'Between meetings: it opens and closes by itself, and every school is written to.'

export const upFrom = (item: ItemAsked | null) =>
  item
    ? { href: `/meetings/${item.meetingId}/items/${item.id}`, says: item.meeting }
    : { href: '/ballots', says: 'Votes' }

export const upTo = ({ id }: Ballot) => ({ href: `/ballots/${id}`, says: 'The vote' })

/** What must be known of secrecy before it is chosen, in an alliance as small as this. */
export const warning = async ({ db, today }: Actor) => illusorySecrecy((await membersOn(db, today)).length)
