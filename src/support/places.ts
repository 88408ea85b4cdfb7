import type { Terms } from '../agreement/terms/rules.ts'
import { maySeePeerReview } from '../peer-review/rules.ts'
import { holds, ledMemberships, type Who } from '../platform/who.ts'
import { maySeeRounds } from '../rounds/rules.ts'
import { mayKeepAreas } from './areas/rules.ts'
import { mayBroker, maySeeDeployments } from './deployments/rules.ts'
import { maySeeLedger } from './ledger/rules.ts'
import { maySeePractitioners } from './practitioners/rules.ts'
import { maySeeVisits } from './visits/rules.ts'

type Place = {
  href: string
  title: string
  says: string
  may: (who: Who, terms: Pick<Terms, 'practitionersSeen'>) => boolean
}

/** Where the front page of support leads, what is gone to most first. */
const places: Place[] = [
  {
    href: '/support/deployments',
    title: 'Requests',
    says: 'What was asked for, where it stands, and what comes next.',
    may: maySeeDeployments,
  },
  {
    href: '/support/mine',
    title: 'Your visits',
    says: 'Those you make, and their notes.',
    may: (who) => holds(who, 'practitioner'),
  },
  {
    href: '/support/practitioners',
    title: 'Practitioners',
    says: 'Who can help, in what, and when.',
    may: (who, terms) =>
      maySeePractitioners(who, terms) || ledMemberships(who).length > 0 || holds(who, 'practitioner'),
  },
  {
    href: '/support/days',
    title: 'Days',
    says: 'What a school pledged, has given, and has still to give.',
    may: maySeeLedger,
  },
  { href: '/support/visits', title: 'Visits', says: 'Every visit, planned and made.', may: maySeeVisits },
  {
    href: '/support/evaluations',
    title: 'Evaluations',
    says: 'What came of support that is over.',
    may: maySeeDeployments,
  },
  {
    href: '/support/matching',
    title: 'Matching',
    says: 'Find practitioners for several requests at once.',
    may: mayBroker,
  },
  {
    href: '/support/demand',
    title: 'Demand',
    says: 'What is wanted and what is there, by area and term.',
    may: mayBroker,
  },
  {
    href: '/support/areas',
    title: 'Areas',
    says: 'The subjects and themes that support is asked for in.',
    may: mayKeepAreas,
  },
  {
    href: '/peer-review',
    title: 'Peer review',
    says: 'Schools that review one another in turn.',
    may: maySeePeerReview,
  },
  {
    href: '/rounds',
    title: 'Instructional rounds',
    says: 'Visiting lessons to learn about learning.',
    may: maySeeRounds,
  },
]

export const placesOf = (who: Who, terms: Pick<Terms, 'practitionersSeen'>) =>
  places.filter(({ may }) => may(who, terms))
