import { inDays } from '../../platform/day.ts'
import { type Bought, forWhat, type Support } from './rules.ts'

/** Which records stand behind a figure. */
export type Behind =
  | 'visits'
  | 'ledger'
  | 'courses'
  | 'hub meetings'
  | 'resources'
  | 'packages'
  | 'schemes'
  | 'peer reviews'
  | 'rounds'
  | 'case studies'

export type FigureTold = {
  value: string
  of: string
  /** What else is so about it, in a few words. */
  more?: string
  /** How it is counted. */
  counted: string
  behind: Behind
}

/** What belongs together, with what is said where nothing of it is recorded. */
export type Part = { title: string; figures: FigureTold[]; none: string }

type Counted = FigureTold & { count: number }

const figure = (count: number, told: Omit<FigureTold, 'value'> & { value?: string }): Counted => ({
  ...told,
  count,
  value: told.value ?? String(count),
})

/** A part of which all is nothing says so in a sentence, and a figure of nothing is left out of the others. */
const part = (title: string, none: string, figures: Counted[]): Part => ({
  title,
  none,
  figures: figures.filter(({ count }) => count > 0).map(({ count, ...told }) => told),
})

const one = (count: number, single: string, many: string) => (count === 1 ? single : many)

/** Every figure in the order it is told, in words for governors: no person and no other school is in any of them. */
export const partsOf = (bought: Bought): Part[] => [
  support(bought),
  courses(bought),
  hubs(bought),
  shared(bought),
  together(bought),
]

const AS_COUNTED =
  'Visits that SSIG arranged and that took place, in half-days as the agreed numbers of the year and the host’s term dates count them.'

/** Where there was any, both are told: that nothing was received is as much to know. */
function support({ received, given }: Bought) {
  const any = received.halfDays + given.halfDays
  const told = (support: Support, of: string, behind: Behind) =>
    figure(any, {
      value: inDays(support.halfDays),
      ...{ of, behind, more: forWhat(support), counted: AS_COUNTED },
    })
  return part('Support between schools', 'No support is recorded in this year.', [
    told(received, 'of support received from other schools', 'visits'),
    told(given, 'of support given to other schools', 'ledger'),
  ])
}

const placesOnCourses = ({ courses }: Pick<Bought, 'courses'>) =>
  courses.reduce((sum, { people }) => sum + people, 0)

function courses({ courses }: Bought) {
  const taken = courses.filter(({ people }) => people > 0).length
  const places = placesOnCourses({ courses })
  const hosted = courses.reduce((sum, { hosted }) => sum + hosted, 0)
  const run = courses.filter(({ run }) => run).length
  return part('Courses', 'No place on a course is recorded in this year, and no session at the school.', [
    figure(places, {
      of: `${one(places, 'place', 'places')} taken on ${taken} ${one(taken, 'course', 'courses')}`,
      counted:
        'People of the school recorded as having attended or completed, each once for each course. Who booked, withdrew or did not come is not counted.',
      behind: 'courses',
    }),
    figure(hosted, {
      of: `course ${one(hosted, 'session', 'sessions')} hosted`,
      counted: 'Sessions held in the year with the school recorded as their host.',
      behind: 'courses',
    }),
    figure(run, {
      of: `${one(run, 'course', 'courses')} run`,
      counted: 'Courses that met in the year and are recorded as run by the school.',
      behind: 'courses',
    }),
  ])
}

const hubs = ({ hubMeetings: { held, attended, places } }: Bought) =>
  part('Subject hubs', 'No hub meeting is recorded as held in this year.', [
    figure(held, {
      value: `${attended} of ${held}`,
      of: `hub ${one(held, 'meeting', 'meetings')} held that somebody of the school was at`,
      more: `${places} ${one(places, 'place', 'places')} taken.`,
      counted:
        'Meetings held while the school was a member, by their registers; a meeting of two hubs is one. A place is one person at one meeting. Apologies do not count.',
      behind: 'hub meetings',
    }),
  ])

const shared = ({ resources, packages, schemes }: Bought) =>
  part('Resources, partners and schemes', 'No resource, package or scheme is recorded in this year.', [
    figure(resources.usable, {
      of: `${one(resources.usable, 'resource', 'resources')} shared that the school could use`,
      more:
        resources.used === 0
          ? 'No use of any is recorded.'
          : `The school said that it used ${resources.used}.`,
      counted:
        'Put into the library in the year by others. A resource is used where somebody of the school said so in the year.',
      behind: 'resources',
    }),
    figure(resources.shared, {
      of: `${one(resources.shared, 'resource', 'resources')} shared by the school`,
      counted: 'Put into the library in the year in the school’s name.',
      behind: 'resources',
    }),
    figure(packages.length, {
      of: `${one(packages.length, 'package', 'packages')} of help from partners on offer`,
      counted:
        'In force on a day of the year while the school was a member. Whether the school used it is not recorded.',
      behind: 'packages',
    }),
    figure(schemes.length, {
      of: `joint ${one(schemes.length, 'scheme', 'schemes')} taken part in`,
      counted:
        'Running on a day of the year while the school was a member, with the school or every member taking part.',
      behind: 'schemes',
    }),
  ])

const together = ({ reviews, rounds, caseStudies }: Bought) =>
  part('Looking and learning together', 'No peer review, round or case study is recorded in this year.', [
    figure(reviews.hosted, {
      of: `peer ${one(reviews.hosted, 'review', 'reviews')} of the school`,
      counted: 'Reviews whose visit ended in the year. What was found is the head’s alone.',
      behind: 'peer reviews',
    }),
    figure(reviews.reviewed, {
      of: `peer ${one(reviews.reviewed, 'review', 'reviews')} of other schools taken part in`,
      counted: 'Reviews whose visit ended in the year, with somebody of the school among the reviewers.',
      behind: 'peer reviews',
    }),
    figure(rounds.hosted, {
      of: `instructional ${one(rounds.hosted, 'round', 'rounds')} hosted`,
      counted: 'Rounds at the school whose lessons were visited in the year.',
      behind: 'rounds',
    }),
    figure(rounds.visited, {
      of: `instructional ${one(rounds.visited, 'round', 'rounds')} at other schools taken part in`,
      counted:
        'Rounds whose lessons were visited in the year, with somebody of the school among the visitors.',
      behind: 'rounds',
    }),
    figure(caseStudies, {
      of: `${one(caseStudies, 'case study', 'case studies')} published`,
      counted: 'Published in the year as the school’s.',
      behind: 'case studies',
    }),
  ])
