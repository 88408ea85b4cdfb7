import { maySeeProposals } from '../agreement/proposals/rules.ts'
import { maySeeTerms } from '../agreement/terms/rules.ts'
import { maySeeBallots } from '../ballots/rules.ts'
import { maySeeBriefings } from '../briefings/rules.ts'
import { maySeeCalendars } from '../calendars/rules.ts'
import { mayOpenDeclarations } from '../declarations/rules.ts'
import { maySeeFeedback } from '../feedback/rules.ts'
import { maySeeGroups } from '../groups/rules.ts'
import { maySeeCourses } from '../learning/rules.ts'
import { maySeeResources } from '../library/rules.ts'
import { mayKeepMeetings } from '../meetings/rules.ts'
import { maySeeMembers } from '../members/rules.ts'
import { maySeePackages } from '../packages/rules.ts'
import { maySeeDirectory } from '../people/rules.ts'
import { maySeeYear } from '../planning/rules.ts'
import { holds, isOffice, isSignedIn, type Who } from '../platform/who.ts'
import { maySeeCohorts } from '../reading/rules.ts'
import { maySeeSchemes } from '../schemes/rules.ts'
import { maySeeQuestions } from '../signatures/questions/rules.ts'
import { placesOf } from '../signatures/rules.ts'
import { maySeeBindings } from '../standing/bindings/rules.ts'
import { maySeeTotals as maySeeStanding } from '../standing/rules.ts'
import { mayAskWhatIf } from '../standing/what-if/rules.ts'
import { mayReadAnyBought } from '../subscriptions/bought/rules.ts'
import { mayReadFund } from '../subscriptions/fund/rules.ts'
import { maySeeSubscription } from '../subscriptions/rules.ts'
import { mayAskFor } from '../support/deployments/rules.ts'
import { maySeeSupport } from '../support/rules.ts'
import { mayKeepVisits } from '../support/visits/rules.ts'

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
    href: '/support/visits/new',
    title: 'Record a support visit',
    says: 'Time that one school’s staff gave to another.',
    may: mayKeepVisits,
    as: 'deed',
  },
  {
    href: '/support/deployments/new',
    title: 'Ask for support',
    says: 'Of a colleague in another school, through SSIG.',
    may: (who) => mayAskFor(who).length > 0,
    as: 'deed',
  },
  {
    href: '/agreement',
    title: 'Agreement',
    says: 'What the schools have signed, clause by clause.',
    may: () => true,
    as: 'menu',
  },
  {
    href: '/standing',
    title: 'Standing',
    says: 'Where each clause stands, why, and what to do next.',
    may: maySeeStanding,
    as: 'menu',
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
    href: '/ballots',
    title: 'Votes',
    says: 'What the schools vote on, and what came of it.',
    may: maySeeBallots,
    as: 'menu',
  },
  {
    href: '/support',
    title: 'Support',
    says: 'Ask for it, give it, and see where it stands.',
    may: maySeeSupport,
    as: 'menu',
  },
  {
    href: '/learning',
    title: 'Courses',
    says: 'Training, conferences and rounds.',
    may: maySeeCourses,
    as: 'menu',
  },
  {
    href: '/subscriptions',
    title: 'Subscription',
    says: 'What is owed, what was paid, and how.',
    may: maySeeSubscription,
    as: 'menu',
  },
  {
    href: '/subscriptions/bought',
    title: 'What the subscription bought',
    says: 'What a school had for it, year by year.',
    may: mayReadAnyBought,
  },
  {
    href: '/subscriptions/fund',
    title: 'The fund',
    says: 'What came in, what was spent, and the reserve.',
    may: mayReadFund,
  },
  {
    href: '/support/mine',
    title: 'Your visits',
    says: 'Support you give to other schools, and the notes of it.',
    may: (who) => holds(who, 'practitioner'),
  },
  {
    href: '/agreement/sign',
    title: 'Sign the agreement',
    says: 'For each school that you lead or govern.',
    may: (who) => placesOf(who).length > 0,
    as: 'deed',
  },
  {
    href: '/agreement/register',
    title: 'Signatures',
    says: 'Which school signed which version, and when.',
    may: () => true,
  },
  {
    href: '/agreement/proposals',
    title: 'Proposals',
    says: 'What would change in the agreement at its yearly review.',
    may: maySeeProposals,
  },
  {
    href: '/agreement/questions',
    title: 'Questions on clauses',
    says: 'What schools asked before they signed, with the answers.',
    may: maySeeQuestions,
  },
  {
    href: '/declarations',
    title: 'Declarations',
    says: 'What heads declare each year of what nobody measures.',
    may: mayOpenDeclarations,
  },
  {
    href: '/standing/terms',
    title: 'Agreed numbers',
    says: 'Days, pounds and times that the heads agree year by year.',
    may: maySeeTerms,
  },
  {
    href: '/standing/bindings',
    title: 'What judges each clause',
    says: 'How each clause of the agreement is held.',
    may: maySeeBindings,
  },
  {
    href: '/standing/what-if',
    title: 'What if',
    says: 'Other numbers, tried on years that are over.',
    may: mayAskWhatIf,
  },
  { href: '/planning', title: 'The year', says: 'All that is dated, month by month.', may: maySeeYear },
  {
    href: '/invitations',
    title: 'Invitations',
    says: 'Who comes to the meetings you keep.',
    may: mayKeepMeetings,
  },
  { href: '/feeds', title: 'Calendar feeds', says: 'Meetings in your own calendar.', may: isSignedIn },
  {
    href: '/meetings/decisions',
    title: 'Decisions',
    says: 'What groups decided, over all years.',
    may: maySeeGroups,
  },
  {
    href: '/meetings/actions',
    title: 'Actions',
    says: 'What people undertook at meetings, and what is overdue.',
    may: maySeeGroups,
  },
  { href: '/groups', title: 'Groups', says: 'The board, hubs and other groups.', may: maySeeGroups },
  {
    href: '/briefings',
    title: 'Briefings',
    says: 'What those who govern a school are told of meetings.',
    may: maySeeBriefings,
  },
  {
    href: '/feedback',
    title: 'Feedback from groups',
    says: 'What representatives report back, and to which meeting.',
    may: maySeeFeedback,
  },
  {
    href: '/hubs',
    title: 'Subject hubs',
    says: 'Their programme, notes and resources.',
    may: maySeeGroups,
  },
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
