import type { Child } from 'hono/jsx'
import { inShort, inWords } from '../platform/day.ts'
import type { Form } from '../platform/form.ts'
import { ListPage } from '../platform/list-page.tsx'
import { LivePart } from '../platform/live-part.tsx'
import { Page } from '../platform/page.tsx'
import {
  Bullets,
  ButtonLink,
  Deeds,
  Facts,
  Inset,
  Link,
  NextSteps,
  Section,
  type Step,
  Tag,
  Text,
} from '../platform/parts.tsx'
import { PressButton } from '../platform/questions.tsx'
import type { Listing } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import { Lines } from './parts.tsx'
import type { Round, RoundWithin } from './queries.ts'
import type { RoomRow } from './rooms/queries.ts'
import { isVisited, type Marks, missingInWords } from './rules.ts'
import { type Mark, marks, type RoundState, roundStates } from './tables.ts'
import { theoryInWords } from './theory/rules.ts'
import type { VisitorRow } from './visitors/queries.ts'

const tones = {
  planned: 'calm',
  visited: 'due',
  debriefed: 'due',
  returned: 'good',
  cancelled: 'quiet',
} as const
export const RoundTag = ({ state }: { state: RoundState }) => (
  <Tag says={roundStates[state]} tone={tones[state]} />
)

export const roundList: Listing<Round> = {
  caption: 'Instructional rounds',
  empty: 'No rounds match. A round appears here when a head, SSIG or the office has planned it.',
  columns: [
    {
      title: 'Title',
      sort: 'title',
      show: ({ id, title }) => <Link to={`/rounds/${id}`}>{title}</Link>,
      csv: ({ title }) => title,
    },
    {
      title: 'Day',
      day: true,
      sort: 'on',
      show: ({ visitOn }) => inShort(visitOn),
      csv: ({ visitOn }) => visitOn,
    },
    { title: 'Host', sort: 'host', show: ({ host }) => host },
    { title: 'Problem of practice', sparse: true, show: ({ problem }) => problem },
    {
      title: 'State',
      sort: 'state',
      show: ({ state }) => <RoundTag state={state} />,
      csv: ({ state }) => roundStates[state],
    },
    {
      title: 'Theory of action',
      sparse: true,
      show: (round) => theoryInWords(round),
    },
  ],
}

type ListProps = ListShown<Round> & { filter: Form<never> | Form<unknown>; plans: boolean }

export function RoundsPage({ filter, plans, ...shown }: ListProps) {
  return (
    <ListPage
      title="Instructional rounds"
      lead="Schools visit each other’s lessons to learn about learning, and never to judge a teacher."
      of={roundList}
      filter={filter}
      shown={shown}
      noun={['round', 'rounds']}
      up={{ href: '/support', says: 'Support' }}
      add={plans && { href: '/rounds/new', says: 'Plan a round' }}
    >
      <Text>
        <Link to="/rounds/manual">How rounds are done</Link>: the alliance’s manual, to read and to print.
      </Text>
    </ListPage>
  )
}

const up = { href: '/rounds', says: 'Instructional rounds' }

/** What everybody in the alliance reads of a round that they are not in. */
export function RoundToldPage({ round }: { round: Round }) {
  const theory = theoryInWords(round)
  return (
    <Page title={round.title} up={up}>
      <Facts
        facts={[
          { is: 'Host', says: round.host },
          { is: 'Day', says: inWords(round.visitOn) },
          { is: 'State', says: <RoundTag state={round.state} /> },
          round.caseStudyId !== null && caseStudyFact(round.caseStudyId),
        ]}
      />
      {theory ? (
        <Section title="Theory of action" id="theory">
          <Inset>{theory}</Inset>
        </Section>
      ) : (
        <Text>
          What was seen is for those who were there. The alliance reads the school’s theory of action once the
          school has been visited again, or when its head shares it.
        </Text>
      )}
    </Page>
  )
}

const caseStudyFact = (id: number) => ({
  is: 'Case study',
  says: <Link to={`/case-studies/${id}`}>Read what came of it</Link>,
})

type RoundProps = {
  round: RoundWithin
  rooms: RoomRow[]
  visitors: VisitorRow[]
  next: Step[]
  /** What this reader may do: keep who comes and the rooms, call it off, and say that lessons were visited. */
  may: { keep: boolean; cancel: boolean; correct: boolean; visit: boolean }
  /** Why lessons cannot be marked as visited yet, for whoever would mark them. */
  waits: string | null
  /** What is shared, told of on return, and made of it, where there is something. */
  after: Child
  history: Child
}

export function RoundPage({ round, rooms, visitors, next, may, waits, after, history }: RoundProps) {
  const at = `/rounds/${round.id}`
  const open = round.state !== 'cancelled'
  return (
    <Page title={round.title} up={up}>
      <LivePart of={`rounds/${round.id}`} part="round">
        <Facts
          facts={[
            { is: 'Host', says: round.host },
            { is: 'Day', says: [inWords(round.visitOn), hours(round)].filter(Boolean).join(', ') },
            { is: 'State', says: <RoundTag state={round.state} /> },
            { is: 'Leads the debrief', says: round.lead ?? 'Nobody yet: the head agrees each stage' },
          ]}
        />
        {open && <NextSteps steps={next} none="Nothing in this round waits for you." />}
      </LivePart>
      <Deeds>
        {isVisited(round.state) && (
          <ButtonLink to={`${at}/debrief`} {...(round.state === 'visited' ? {} : quietly)}>
            Debrief
          </ButtonLink>
        )}
        {open && (
          <ButtonLink to={`${at}/notes`} {...(isVisited(round.state) ? quietly : {})}>
            Notes
          </ButtonLink>
        )}
        {may.visit && <PressButton action={`${at}/visited`} says="Mark lessons as visited" />}
        {may.correct && (
          <ButtonLink to={`${at}/correct`} kind="secondary">
            Correct this round
          </ButtonLink>
        )}
        {may.cancel && <PressButton action={`${at}/cancel`} says="Cancel this round" warning />}
      </Deeds>
      {waits && <Inset>{waits}.</Inset>}
      <ProblemSection round={round} />
      {after}
      <RoomsSection at={at} rooms={rooms} keeps={may.keep} />
      <GroupSection at={at} visitors={visitors} keeps={may.keep} />
      {history}
    </Page>
  )
}

const quietly = { kind: 'secondary' } as const

const hours = ({ starts, ends }: RoundWithin) =>
  starts && ends ? `${starts} to ${ends}` : starts ? `from ${starts}` : null

function ProblemSection({ round: { problem, marks } }: { round: RoundWithin }) {
  const missing = missingInWords(marks)
  return (
    <Section title="Problem of practice" id="problem">
      <Lines of={problem} />
      {missing && <Inset>{missing}.</Inset>}
      <MarksOf of={marks} />
    </Section>
  )
}

/** The six marks, those that it bears with why. */
const MarksOf = ({ of }: { of: Marks }) => (
  <Facts
    facts={(Object.keys(marks) as Mark[]).map((mark) => ({
      is: marks[mark],
      says: of[mark] ?? <Tag says="Not said yet" tone="due" />,
    }))}
  />
)

function RoomsSection({ at, rooms, keeps }: { at: string; rooms: RoomRow[]; keeps: boolean }) {
  return (
    <Section title="Rooms" id="rooms">
      {rooms.length === 0 ? (
        <Text>Nobody has said yet which rooms are visited.</Text>
      ) : (
        <Bullets items={rooms.map(roomInWords)} />
      )}
      {keeps && (
        <Text>
          <Link to={`${at}/rooms`}>Add or correct rooms</Link>
        </Text>
      )}
    </Section>
  )
}

export const roomInWords = ({ code, yearGroup, subject }: Pick<RoomRow, 'code' | 'yearGroup' | 'subject'>) =>
  `${code}: ${yearGroup}, ${subject}`

function GroupSection({ at, visitors, keeps }: { at: string; visitors: VisitorRow[]; keeps: boolean }) {
  return (
    <Section title="Visiting group" id="visitors">
      {visitors.length === 0 ? (
        <Text>Nobody is in the visiting group yet.</Text>
      ) : (
        <Bullets items={visitors.map(({ name, school }) => [name, school].filter(Boolean).join(', '))} />
      )}
      {keeps && (
        <Text>
          <Link to={`${at}/visitors`}>Add somebody, or take them off</Link>
        </Text>
      )}
    </Section>
  )
}
