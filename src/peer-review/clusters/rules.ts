/** A cluster is of three to seven schools (domain, SPP): fewer cannot review one another, more cannot know one another. */
export const FEWEST = 3
export const MOST = 7

type School = { name: string; isMember: boolean }

/** Why a cluster cannot begin, or go on, with these schools, in a sentence; nothing when it can. */
export function cannotBegin(schools: School[]): string | null {
  const left = schools.filter(({ isMember }) => !isMember)
  if (left.length > 0)
    return `${inList(left.map(({ name }) => name))} ${left.length === 1 ? 'is' : 'are'} not in the alliance today: take ${left.length === 1 ? 'it' : 'them'} off first`
  if (schools.length < FEWEST)
    return `A cluster begins with ${FEWEST} to ${MOST} schools, and this one has ${schools.length}`
  return tooMany(schools.length)
}

/** A draft may still be short of schools, but never have more than a cluster can. */
export const tooMany = (schools: number): string | null =>
  schools > MOST ? `A cluster has ${MOST} schools at most, and this one would have ${schools}` : null

const lists = new Intl.ListFormat('en-GB')
const inList = (names: string[]) => lists.format(names)
