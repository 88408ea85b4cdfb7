import { MOST_VISITORS } from '../rules.ts'

/** Somebody who works at a member school on the day of a round, once for each school. */
export type Comer = { id: number; name: string; membershipId: number; school: string; leads: boolean }

type Asked = { visitors: { personId: number }[]; comers: Comer[]; hostMembershipId: number }

/** Visitors come from any member school; of the host’s own staff only those who lead it, as nobody is to be watched by colleagues. */
export const isWelcome = ({ membershipId, leads }: Comer, hostMembershipId: number) =>
  membershipId !== hostMembershipId || leads

/** Whether somebody may join the visiting group, for which school, and otherwise why not. */
export function mayCome(personId: number, { visitors, comers, hostMembershipId }: Asked) {
  const no = (says: string) => ({ may: false, says, membershipId: null })
  if (visitors.some((one) => one.personId === personId)) return no('They are in the visiting group already')
  if (visitors.length >= MOST_VISITORS)
    return no(`A visiting group has ${MOST_VISITORS} people at most: more would be in the way of learning`)
  const places = comers.filter(({ id }) => id === personId)
  if (places.length === 0) return no('Visitors work at a member school on the day of the round')
  const place = places.find((one) => isWelcome(one, hostMembershipId))
  if (!place)
    return no('Of the school’s own staff only its leaders visit: lessons are not watched by colleagues')
  return { may: true, says: '', membershipId: place.membershipId }
}
