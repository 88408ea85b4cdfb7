import { maySeeCalendars } from '../calendars/rules.ts'
import { maySeeGroups } from '../groups/rules.ts'
import { maySeeCourses } from '../learning/rules.ts'
import { maySeeResources } from '../library/rules.ts'
import { mayKeepMeetings } from '../meetings/rules.ts'
import { maySeeMembers } from '../members/rules.ts'
import { maySeePackages } from '../packages/rules.ts'
import { maySeeDirectory } from '../people/rules.ts'
import { isOffice, isSignedIn, type Who } from '../platform/who.ts'
import { maySeeCohorts } from '../reading/rules.ts'
import { maySeeSchemes } from '../schemes/rules.ts'
import { mayKeepVisits, maySeeVisits } from '../support/rules.ts'

export type Place = {
  href: string
  title: string
  says: string
  may: (who: Who) => boolean
  /** `menu`: in the menu of every page too. `deed`: something to do rather than to look at. */
  as?: 'menu' | 'deed'
}

/**
 * Where each may go from the front page, what is done most first. Only places that the site has are shown,
 * so a capability adds its line here and mounts its routes.
 */
export const places: Place[] = [
  {
    href: '/meetings/new',
    title: 'Record a meeting',
    says: 'Who came, who sent apologies, and what it was.',
    may: mayKeepMeetings,
    as: 'deed',
  },
  {
    href: '/support/new',
    title: 'Record a support visit',
    says: 'Time that one school’s staff gave to another.',
    may: mayKeepVisits,
    as: 'deed',
  },
  {
    href: '/members',
    title: 'Schools',
    says: 'The members of the alliance.',
    may: maySeeMembers,
    as: 'menu',
  },
  {
    href: '/people',
    title: 'People',
    says: 'Their posts, schools and addresses.',
    may: maySeeDirectory,
    as: 'menu',
  },
  {
    href: '/meetings',
    title: 'Meetings',
    says: 'Of the board, hubs and groups.',
    may: maySeeGroups,
    as: 'menu',
  },
  {
    href: '/support',
    title: 'Support',
    says: 'Visits between schools, as far as you may see them.',
    may: maySeeVisits,
    as: 'menu',
  },
  {
    href: '/learning',
    title: 'Courses',
    says: 'Training, conferences and rounds.',
    may: maySeeCourses,
    as: 'menu',
  },
  { href: '/groups', title: 'Groups', says: 'The board, hubs and other groups.', may: maySeeGroups },
  { href: '/library', title: 'Resources', says: 'What groups made for all.', may: maySeeResources },
  { href: '/schemes', title: 'Joint schemes', says: 'What schools take part in.', may: maySeeSchemes },
  { href: '/reading', title: 'Reading', says: 'What pupils gained.', may: maySeeCohorts },
  {
    href: '/case-studies',
    title: 'Case studies',
    says: 'What schools tried, and what came of it.',
    may: isSignedIn,
    as: 'menu',
  },
  {
    href: '/packages',
    title: 'Packages',
    says: 'Help from partners and the authority.',
    may: maySeePackages,
  },
  { href: '/calendars', title: 'Term dates', says: 'Terms, INSET days and closures.', may: maySeeCalendars },
  {
    href: '/review',
    title: 'Annual review',
    says: 'Each year in words and figures.',
    may: () => true,
    as: 'menu',
  },
  {
    href: '/imports',
    title: 'Import',
    says: 'A year of records at once, from files.',
    may: isOffice,
    as: 'deed',
  },
  { href: '/register', title: 'National register', says: 'What changed at schools.', may: isOffice },
  { href: '/audit', title: 'Audit log', says: 'Who did what, and when.', may: isOffice },
  { href: '/mails', title: 'Mail', says: 'What was sent, and what did not go.', may: isOffice },
  { href: '/settings', title: 'Settings', says: 'What the alliance is called.', may: isOffice },
]
