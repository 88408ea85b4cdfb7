import type { Applies } from '../agreement/applies.ts'
import { type Led, mayKeepMembers } from '../groups/rules.ts'
import type { Member } from '../members/tables.ts'
import type { Day } from '../platform/day.ts'
import type { Who } from '../platform/who.ts'

/** Who keeps a hub’s space: the office, its lead, and whoever leads it in the lead’s place. */
export const mayKeepHub = mayKeepMembers

/** Whoever belongs to a hub or keeps it shares with it, and finds the colleagues who are alone in its subject. */
export const mayShare = (who: Who, hub: Led) => mayKeepHub(who, hub) || who.serves.includes(hub.id)

/** What a hub reports is read by those who lead hubs, and by whoever sees what the hub leads do. */
export const mayReport = (who: Who, hub: Led) => mayKeepHub(who, hub)

type Met = { status: string; heldOn: Day }

/** How a hub’s year stands against the number of meetings that the heads agreed. */
export function programmeOf(meetings: Met[], wanted: number, today: Day) {
  const held = meetings.filter(({ status }) => status === 'held').length
  const ahead = meetings.filter(({ status, heldOn }) => status === 'planned' && heldOn >= today).length
  return { held, ahead, missing: Math.max(0, wanted - held - ahead) }
}

const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`

/** “2 of 3 meetings held, 1 planned.” */
export function programmeInWords(of: ReturnType<typeof programmeOf>, wanted: number): string {
  const planned = of.ahead > 0 ? `, ${of.ahead} planned` : ''
  const missing = of.missing > 0 ? `; ${many(of.missing, 'more is', 'more are')} to be planned` : ''
  return `${of.held} of ${many(wanted, 'meeting', 'meetings')} held${planned}${missing}.`
}

type Belongs = { membershipId: number | null; school: string | null }

/** Colleagues who are the only ones of their school in a hub, as far as its members are recorded. */
export function aloneIn<Row extends Belongs>(members: Row[]): Row[] {
  const at = (id: number | null) => members.filter(({ membershipId }) => membershipId === id).length
  return members.filter(({ membershipId }) => membershipId !== null && at(membershipId) === 1)
}

/** Schools that could be asked to send somebody: those without anybody in the hub, of a kind that teaches its subject. */
export const toInvite = (schools: Member[], belongs: number[], teaches: Applies) =>
  schools.filter((school) => !belongs.includes(school.id) && teaches(school) === null)

/** The contributions a person is shown by school: their own schools’; who keeps the hub sees which school gave what. */
export const seesContribution = (who: Who, hub: Led, membershipId: number) =>
  mayKeepHub(who, hub) || who.held.some((held) => held.membershipId === membershipId)
