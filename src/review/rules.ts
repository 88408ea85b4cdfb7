import type { VotesCounted } from '../ballots/outcome/year.ts'
import type { CourseCounted } from '../learning/queries.ts'
import type { MeetingsCounted } from '../meetings/queries.ts'
import { type AcademicYear, inWords, lastDay, yearName } from '../platform/day.ts'
import type { CohortCounted } from '../reading/rules.ts'
import { SMALLEST_DENOMINATOR, SMALLEST_SHOWN } from '../reading/told.ts'
import type { SupportCounted } from '../support/visits/queries.ts'

/**
 * One number of the review: what it counts, in which unit, how many records stand behind it and where they
 * open. `about` says whom it could give away when it is small: nobody, or people or pupils.
 */
export type Figure = {
  key: string
  says: string
  value: number | null
  unit: string
  definition: string
  rows: number
  href: string
  about: 'nobody' | 'people' | 'pupils'
  hidden?: true
}

/** Everything the figures of a year follow from: counts asked for the whole year at once. */
export type YearFacts = {
  year: AcademicYear
  members: number
  support: SupportCounted
  meetings: MeetingsCounted
  votes: VotesCounted
  courses: CourseCounted[]
  /** `visited` of the rounds are told in full; the others are sessions of courses. */
  roundHosts: { hosts: number; sessions: number; visited: number }
  peerReviews: { done: number }
  /** None where fewer than three schools stand behind it. */
  evaluations: number | null
  schemes: { joint: number; panels: number; peerReviews: number }
  resources: number
  packages: { partners: number; authority: number }
  cohorts: CohortCounted[]
}

type Said = Omit<Figure, 'about'> & { about?: Figure['about'] }
const figure = (said: Said): Figure => ({ about: 'nobody', ...said })

export function figuresOf(facts: YearFacts): Figure[] {
  return [
    ...membership(facts),
    ...support(facts),
    ...meetings(facts),
    ...votes(facts),
    ...facts.courses.flatMap((course) => courseFigures(course)),
    ...together(facts),
    ...facts.cohorts.flatMap((cohort) => readingFigures(cohort)),
  ]
}

const membership = ({ year, members }: YearFacts): Figure[] => [
  figure({
    key: 'members',
    says: 'Member schools',
    value: members,
    unit: 'schools',
    definition: `Memberships current on ${inWords(lastDay(year))}.`,
    rows: members,
    href: `/members?on=${lastDay(year)}`,
  }),
]

function support({ year, support, evaluations }: YearFacts): Figure[] {
  const href = `/support/visits?year=${yearName(year)}&counted=yes`
  const among = 'in visits done through SSIG in the year, or cancelled on the day by the host'
  return [
    figure({
      key: 'support_days',
      says: 'Days of school-to-school support',
      value: support.halfDays / 2,
      unit: 'days',
      definition:
        'Half-days done through SSIG in the academic year, or cancelled on the day by the host, divided by two.',
      rows: support.visits,
      href,
    }),
    figure({
      key: 'support_schools',
      says: 'Schools taking part in support',
      value: support.takingPart,
      unit: 'schools',
      definition: `Different memberships supporting or supported ${among}.`,
      rows: support.visits,
      href,
    }),
    figure({
      key: 'support_schools_supported',
      says: 'Schools supported',
      value: support.supported,
      unit: 'schools',
      definition: `Different memberships supported ${among}.`,
      rows: support.visits,
      href,
    }),
    ...(evaluations === null ? [] : [evaluated(year, evaluations)]),
  ]
}

const evaluated = (year: AcademicYear, value: number): Figure =>
  figure({
    key: 'support_evaluated',
    says: 'Support evaluated',
    value,
    unit: 'deployments',
    definition: `Deployments of the year that the supported school’s head has evaluated; told where three schools or more stand behind it.`,
    rows: value,
    href: `/support/deployments?year=${yearName(year)}`,
  })

const meetingKinds = [
  [
    'hub_meetings',
    'hub',
    'Hub meetings',
    'Meetings held by subject hubs; one that hubs held together counts once.',
  ],
  ['hub_lead_meetings', 'hubLeads', 'Hub leads’ meetings', 'Meetings held by the group of hub leads.'],
  ['board_meetings', 'board', 'Board meetings', 'Meetings held by the board.'],
  ['panel_meetings', 'panel', 'Panel meetings', 'Meetings held by panels.'],
] as const
const kindOf = { hub: 'hub', hubLeads: 'hub leads', board: 'board', panel: 'panel' } as const

const meetings = ({ year, meetings }: YearFacts): Figure[] =>
  meetingKinds.map(([key, kind, says, definition]) =>
    figure({
      key,
      says,
      value: meetings[kind],
      unit: 'meetings',
      definition,
      rows: meetings[kind],
      href: `/meetings?${new URLSearchParams({ year: yearName(year), kind: kindOf[kind], status: 'held' })}`,
    }),
  )

/** A year in which nothing was voted on has no figures of votes, so that years of before stay as they were. */
function votes({ year, votes }: YearFacts): Figure[] {
  if (votes.votes === 0) return []
  const href = `/ballots?${new URLSearchParams({ year: yearName(year), state: 'closed' })}`
  return [
    figure({
      key: 'votes',
      says: 'Votes of the schools',
      value: votes.votes,
      unit: 'votes',
      definition:
        'Votes closed in the year, at meetings and between them, amendments and elections among them.',
      rows: votes.votes,
      href,
    }),
    figure({
      key: 'votes_carried',
      says: 'Motions carried',
      value: votes.carried,
      unit: 'votes',
      definition:
        'Motions put to a vote in the year, amendments among them, that had the majority they needed.',
      rows: votes.motions,
      href: `${href}&asks=motion`,
    }),
    figure({
      key: 'votes_turnout',
      says: 'Schools that took part in votes',
      value: votes.turnout,
      unit: 'percent',
      definition:
        'Of all schools that had a part in the votes of the year, counted once for each vote, those that took part.',
      rows: votes.votes,
      href,
    }),
  ]
}

export const courseKey = ({ ref, courseId }: Pick<CourseCounted, 'ref' | 'courseId'>) =>
  `course:${ref ?? courseId}`

function courseFigures(course: CourseCounted): Figure[] {
  const took = 'attended or completed it'
  const counted = [
    ['sessions', 'sessions', course.sessionsHeld, 'Sessions held in the year.', course.sessionsHeld],
    [
      'people',
      'people',
      course.people,
      `Different people who ${took}, however often they were booked.`,
      course.participations,
    ],
    [
      'schools',
      'schools',
      course.schools,
      `Different memberships of the people who ${took}.`,
      course.participations,
    ],
    ['trusts', 'trusts', course.trusts, `Different trusts of the people who ${took}.`, course.participations],
  ] as const
  const about = (name: string) => (name === 'people' ? ('people' as const) : ('nobody' as const))
  const href = `/learning/${course.courseId}`
  const figures = counted.map(([name, unit, value, definition, rows]) =>
    figure({
      key: `${courseKey(course)}:${name}`,
      says: `${course.title}: ${name}`,
      value,
      unit,
      definition,
      rows,
      href,
      about: about(name),
    }),
  )
  if (course.halfDays === null) return figures
  const days = figure({
    key: `${courseKey(course)}:days`,
    says: `${course.title}: days`,
    value: course.halfDays / 2,
    unit: 'days',
    definition: 'The length of the course.',
    rows: 1,
    href,
  })
  return [...figures, days]
}

function together({
  year,
  courses,
  roundHosts,
  peerReviews,
  schemes,
  resources,
  packages,
}: YearFacts): Figure[] {
  const name = yearName(year)
  const conferences = courses.filter(
    ({ kind, sessionsHeld }) => kind === 'conference' && sessionsHeld > 0,
  ).length
  const simple = (key: string, says: string, value: number, unit: string, definition: string, href: string) =>
    figure({ key, says, value, unit, definition, rows: value, href })
  return [
    simple(
      'conferences',
      'Conferences',
      conferences,
      'conferences',
      'Courses of the kind conference with a session held in the year.',
      `/learning?year=${name}&kind=conference`,
    ),
    simple(
      'schemes',
      'Joint schemes',
      schemes.joint,
      'schemes',
      'Schemes that ran in the year, other than panels and peer review, which are told by themselves.',
      `/schemes?year=${name}`,
    ),
    figure({
      key: 'round_hosts',
      says: 'Hosts of instructional rounds',
      value: roundHosts.hosts,
      unit: 'schools',
      definition:
        'Different memberships that hosted a round whose lessons were visited, or a session held of instructional rounds.',
      rows: roundHosts.sessions + roundHosts.visited,
      href: roundHosts.visited > 0 ? `/rounds?year=${name}` : `/learning?year=${name}&kind=rounds`,
    }),
    simple(
      'resources',
      'Resources shared',
      resources,
      'resources',
      'Resources shared with members in the year.',
      `/library?year=${name}`,
    ),
    simple(
      'packages',
      'Packages from partners',
      packages.partners + packages.authority,
      'packages',
      'Help bought, subsidised or given that ran in the year, the authority’s own team included.',
      `/packages?year=${name}`,
    ),
    simple(
      'panels',
      'Panels for all schools',
      schemes.panels,
      'panels',
      'Panels that ran in the year.',
      `/schemes?year=${name}`,
    ),
    simple(
      'peer_reviews',
      'Peer review programmes',
      schemes.peerReviews,
      'programmes',
      'Peer review programmes that ran in the year.',
      `/schemes?year=${name}`,
    ),
    simple(
      'peer_reviews_done',
      'Peer reviews done',
      peerReviews.done,
      'reviews',
      'Peer reviews whose visit was made in the year; nothing of what any of them found.',
      `/peer-review?year=${name}`,
    ),
  ]
}

function readingFigures(cohort: CohortCounted): Figure[] {
  const said = [
    [
      'selected',
      'pupils chosen',
      cohort.selected,
      'pupils',
      'Pupils chosen for the cohort: each with at least one test.',
    ],
    [
      'matched',
      'pupils tested at both points',
      cohort.matched,
      'pupils',
      'Pupils with the same test at the start and at the end, those at the test’s ceiling among them.',
    ],
    [
      'ceiling',
      'pupils at the ceiling',
      cohort.ceiling,
      'pupils',
      'Pupils at the highest age the test can show both times, who therefore cannot show a gain.',
    ],
    [
      'over_a_year',
      'pupils gaining more than a year',
      cohort.overAYear,
      'pupils',
      'Pupils whose reading age rose by more than 12 months between the two tests.',
    ],
    [
      'percent',
      'gained more than a year',
      cohort.percent,
      'percent',
      'Pupils gaining more than a year, of those tested at both points.',
    ],
  ] as const
  return said.map(([name, says, value, unit, definition]) =>
    figure({
      key: `reading:${cohort.cohort}:${name}`,
      says: `Reading, ${cohort.cohort}: ${says}`,
      value,
      unit,
      definition,
      rows: cohort.tests,
      href: `/reading/${encodeURIComponent(cohort.cohort)}`,
      about: 'pupils',
    }),
  )
}

/**
 * The public's edition: small numbers of people and pupils are hidden, and with them each figure of the same
 * cohort that would give them away.
 */
export function published(figures: Figure[]): Figure[] {
  const value = (key: string) => figures.find((one) => one.key === key)?.value ?? 0
  return figures.map((one) => (givesAway(one, value) ? { ...one, value: null, hidden: true as const } : one))
}

function givesAway({ key, about, value }: Figure, amount: (key: string) => number): boolean {
  if (about === 'nobody' || value === null) return false
  if (!key.endsWith(':percent')) return value > 0 && value < SMALLEST_SHOWN
  const cohort = key.slice(0, -':percent'.length)
  const over = amount(`${cohort}:over_a_year`)
  return amount(`${cohort}:matched`) < SMALLEST_DENOMINATOR || (over > 0 && over < SMALLEST_SHOWN)
}
