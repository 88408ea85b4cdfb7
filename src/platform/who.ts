/** What a person may be here. Rights come from posts held today, and end with them. */
export const roles = {
  coordinator: 'Alliance office',
  head: 'Headteacher',
  deputy: 'Deputy headteacher',
  chair: 'Chair of governors or trustees',
  governor: 'Governor or trustee',
  'business manager': 'School business manager',
  ssig: 'Supporting School Improvement Group',
  practitioner: 'SSIG practitioner',
  'hub lead': 'Hub lead',
  teacher: 'Teacher or leader in school',
  'authority officer': 'Local authority officer',
  partner: 'Partner organisation',
} as const
export type Role = keyof typeof roles

/** One role, and the membership it is held in where it is a school's. */
export type Held = { role: Role; membershipId: number | null }

/**
 * The signed-in person as every rule about permission sees them. An executive head holds a role
 * in each of two schools. `personId` is null for the system at work and for a visitor.
 */
export type Who = {
  personId: number | null
  name: string
  held: Held[]
  /** The groups this person leads today, and those they serve on. */
  leads: number[]
  serves: number[]
  /** Of those they serve on, the ones where they only observe: they are no member when something is confidential. */
  observes?: number[]
}

export const visitor: Who = { personId: null, name: 'Visitor', held: [], leads: [], serves: [] }
export const system: Who = {
  personId: null,
  name: 'Endeavour',
  held: [{ role: 'coordinator', membershipId: null }],
  leads: [],
  serves: [],
}

export const isSignedIn = (who: Who) => who.personId !== null
export const isOffice = (who: Who) => holds(who, 'coordinator')
export const holds = (who: Who, ...wanted: Role[]) => who.held.some(({ role }) => wanted.includes(role))

/** The memberships whose confidential records this person may open: those they lead as head or deputy. */
export const ledMemberships = (who: Who) =>
  who.held.flatMap(({ role, membershipId }) =>
    membershipId !== null && (role === 'head' || role === 'deputy') ? [membershipId] : [],
  )

/** The memberships somebody speaks for as head, each once: an executive head for each of theirs. */
export const headOf = (who: Who): number[] => [
  ...new Set(
    who.held.flatMap(({ role, membershipId }) =>
      role === 'head' && membershipId !== null ? [membershipId] : [],
    ),
  ),
]
/** The memberships whose money somebody may see (clause 25): those they head, and those whose business they manage. */
export const moneyOf = (who: Who): number[] => [
  ...new Set(
    who.held.flatMap(({ role, membershipId }) =>
      (role === 'head' || role === 'business manager') && membershipId !== null ? [membershipId] : [],
    ),
  ),
]
export const isHeadOf = (who: Who, membershipId: number) => headOf(who).includes(membershipId)

/**
 * The groups whose confidential items are this person’s own to read (clause 34): those they lead, and, for somebody of
 * a school, those they serve on other than as an observer. An authority officer or a partner is named for each item.
 */
export function confidedGroups({ held, leads, serves, observes = [] }: Who): number[] {
  const ofASchool = held.some(({ membershipId }) => membershipId !== null)
  return [...leads, ...(ofASchool ? serves.filter((id) => !observes.includes(id)) : [])]
}

/** Whether somebody runs the alliance, or leads, governs or advises its schools; teachers and partners do not. */
export const leadsOrAdvises = (who: Who) =>
  holds(
    who,
    'coordinator',
    'head',
    'deputy',
    'chair',
    'governor',
    'business manager',
    'ssig',
    'practitioner',
    'hub lead',
    'authority officer',
  )
