import { ledMemberships, type Who } from '../../platform/who.ts'

type Asking = { membershipId: number; school: string }
type Asked = { personId: number; name: string; membershipId: number; school: string }

const INSTEAD = 'The office or another member of SSIG chooses here'

/** Why this person does not choose for a school they belong to, in a sentence; nothing where they may. */
export function handOfAnother(who: Who, { membershipId, school }: Asking): string | null {
  const theirs = who.held.some((held) => held.membershipId === membershipId)
  return theirs ? `You work at ${school}, which asks for this support. ${INSTEAD}` : null
}

/** Why this person does not choose this practitioner, though another may: it is themselves, or one of their own staff. */
export function handOfAnotherFor(who: Who, chosen: Asked): string | null {
  if (who.personId !== null && who.personId === chosen.personId) return `You are the practitioner. ${INSTEAD}`
  return ledMemberships(who).includes(chosen.membershipId)
    ? `You lead ${chosen.school}, where ${chosen.name} works. ${INSTEAD}`
    : null
}
