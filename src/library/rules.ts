import { isOffice, isSignedIn, type Who } from '../platform/who.ts'

export const mayKeepResources = isOffice

/** Resources are for everybody in the schools and for those who advise them, but not for partners. */
export const maySeeResources = (who: Who) =>
  isSignedIn(who) && who.held.some(({ role }) => role !== 'partner')

type Shared = { sharedBy: number | null; groupId: number | null }

/** Who adds a new version of a file or says it better: the office, who shared it, and who leads its hub. */
export const mayChangeResource = (who: Who, { sharedBy, groupId }: Shared) =>
  isOffice(who) ||
  (who.personId !== null && sharedBy === who.personId) ||
  (groupId !== null && who.leads.includes(groupId))

/** The school for which somebody says “we used this”: one at which they hold a post today. */
export const schoolOf = (who: Who): number | null =>
  who.held.find(({ membershipId }) => membershipId !== null)?.membershipId ?? null

const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`

/** “Used 3 times, by 2 schools.” Nobody is counted for opening a file. */
export const usedInWords = (uses: { school: string | null }[]) => {
  if (uses.length === 0) return 'Nobody has said yet that they used it.'
  const schools = new Set(uses.flatMap(({ school }) => school ?? [])).size
  const by = schools > 0 ? `, by ${many(schools, 'school', 'schools')}` : ''
  return `Used ${uses.length === 1 ? 'once' : many(uses.length, 'time', 'times')}${by}.`
}
