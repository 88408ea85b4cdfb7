import type { Reader } from '../../../platform/db.ts'

export type Interest = Awaited<ReturnType<typeof interestsOf>>[number]

/** Conflicts of interest that were declared, those that stand first; nothing for whoever may not see them. */
export const interestsOf = (db: Reader, practitionerId: number) =>
  db
    .selectFrom('practitionerInterests')
    .innerJoin('members', 'members.id', 'practitionerInterests.membershipId')
    .innerJoin('people', 'people.id', 'saidBy')
    .selectAll('practitionerInterests')
    .select(['members.shortName as school', 'people.name as by'])
    .where('practitionerId', '=', practitionerId)
    .orderBy((eb) => eb('endedAt', 'is not', null))
    .orderBy('saidAt', 'desc')
    .execute()
