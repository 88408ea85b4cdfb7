import { inDays, momentInWords } from '../../../platform/day.ts'
import { type Answers, form, type RowOptions, several } from '../../../platform/form.ts'
import { LivePart } from '../../../platform/live-part.tsx'
import { Page } from '../../../platform/page.tsx'
import {
  Deeds,
  Facts,
  Inset,
  Lead,
  Link,
  Progress,
  Section,
  Small,
  Subheading,
  Tag,
  Text,
  type Tone,
} from '../../../platform/parts.tsx'
import { ErrorSummary, FormFor, PressButton } from '../../../platform/questions.tsx'
import { type Listing, Table } from '../../../platform/table.tsx'
import { Reasons } from '../pages.tsx'
import type { Holding } from './holding.ts'
import type { AskedNow, Matching, MatchingLine } from './queries.ts'
import { isUnderWay, type MatchingState, matchingStates, type Proposed, type Result } from './tables.ts'

const HERE = '/support/matching'

export const matchingForm = (requests: RowOptions) =>
  form<{ ids: number[] }>({
    ids: several('Requests', requests, { ask: 'Select the requests that are to be matched together' }),
  })

const tones: Record<MatchingState, Tone> = {
  waiting: 'calm',
  running: 'calm',
  done: 'good',
  failed: 'bad',
  stopped: 'quiet',
}
const State = ({ of }: { of: MatchingState }) => <Tag says={matchingStates[of]} tone={tones[of]} />

const matchings: Listing<MatchingLine> = {
  caption: 'Matched before',
  empty: 'No requests have been matched together yet.',
  columns: [
    {
      title: 'Asked for',
      show: ({ id, askedAt }) => <Link to={`${HERE}/${id}`}>{momentInWords(askedAt)}</Link>,
    },
    { title: 'By', show: ({ askedBy }) => askedBy ?? 'Endeavour' },
    { title: 'Requests', numeric: true, show: ({ requests }) => requests },
    { title: 'Matched', numeric: true, sparse: true, show: ({ matched }) => matched },
    { title: 'State', show: ({ state }) => <State of={state} /> },
  ],
}

type TogetherProps = { requests: RowOptions; answers: Answers; before: MatchingLine[] }

/** The requests that wait for a match, to be matched one by one or together. */
export const TogetherPage = ({ requests, answers, before }: TogetherProps) => (
  <Page title="Match requests" wrong={answers.errors.length > 0} up={{ href: '/support', says: 'Support' }}>
    <Lead>
      Requests that wait for a match are weighed together for the best whole: nobody is asked for more than
      they can give, and to ask the same school or person again counts against it. You choose from what comes
      of it.
    </Lead>
    {requests.length > 0 ? (
      <FormFor form={matchingForm(requests)} answers={answers} submit="Match together" />
    ) : (
      <Text>No request waits for a match. One does once SSIG has taken it up.</Text>
    )}
    <Small>
      <Link to={`${HERE}/weights`}>How suggestions are weighed</Link>
    </Small>
    <Section title="Matched before">
      <Table of={matchings} rows={before} hideCaption />
    </Section>
  </Page>
)

type MatchingProps = {
  matching: Matching
  now: AskedNow[]
  holding: Map<number, Holding>
  /** What a press was refused for. */
  wrong?: string | undefined
}

const pressing = form<Record<never, never>>({})

export function MatchingPage({ matching, now, holding, wrong }: MatchingProps) {
  const { id, state, askedAt, askedBy, asked, result } = matching
  const refused = { ...pressing.blank(), errors: wrong ? [{ field: 'form', message: wrong }] : [] }
  return (
    <Page title="Requests matched together" wrong={!!wrong} up={{ href: HERE, says: 'Match requests' }}>
      <ErrorSummary form={pressing} answers={refused} />
      <LivePart of={`matchings/${id}`} part="matching">
        <Facts
          facts={[
            { is: 'State', says: <State of={state} /> },
            { is: 'Asked for', says: `${momentInWords(askedAt)} by ${askedBy ?? 'Endeavour'}` },
            { is: 'Requests', says: String(asked.deploymentIds.length) },
          ]}
        />
        {isUnderWay(state) && <UnderWay {...{ matching }} />}
        {state === 'stopped' && <Inset>It was stopped. Nothing was matched.</Inset>}
        {state === 'failed' && <Inset>{matching.wrong ?? 'Nothing was matched'}.</Inset>}
        {result && <ResultShown {...{ id, asked: asked.deploymentIds, result, now, holding }} />}
      </LivePart>
    </Page>
  )
}

const UnderWay = ({ matching: { id, progress } }: { matching: Matching }) => (
  <>
    <Progress
      says={progress?.says ?? 'Waiting for its turn'}
      done={progress?.done ?? 0}
      of={progress?.of ?? 0}
    />
    <Small>
      You may leave this page: it goes on by itself. Without a script, reload the page to see how far it is.
    </Small>
    <PressButton action={`${HERE}/${id}/stop`} says="Stop" quiet />
  </>
)

type ResultProps = {
  id: number
  asked: number[]
  result: Result
  now: AskedNow[]
  holding: Map<number, Holding>
}

function ResultShown({ id, asked, result, now, holding }: ResultProps) {
  const { proposals } = result
  const open = proposals.filter(({ deploymentId }) => holding.get(deploymentId)?.is === 'open').length
  const standing = new Map(now.map((one) => [one.id, one]))
  return (
    <>
      <Lead>{inAll(result, asked.length)}</Lead>
      <Text>{howGood(result)}</Text>
      {open > 1 && (
        <Deeds>
          <PressButton action={`${HERE}/${id}/choose`} says={`Choose all ${open}`} />
        </Deeds>
      )}
      <Section title="Proposed">
        {proposals.length === 0 && <Text>Nobody could be proposed.</Text>}
        {proposals.map((one) => (
          <ProposedShown
            {...{ id, one }}
            now={standing.get(one.deploymentId)}
            holds={holding.get(one.deploymentId)}
          />
        ))}
      </Section>
      <Section title="Not matched, and why">
        <Table of={unmatched} rows={unmatchedOf(asked, result, standing)} hideCaption />
      </Section>
    </>
  )
}

const inAll = ({ proposals }: Result, asked: number) =>
  `${proposals.length} of ${asked} ${asked === 1 ? 'request has' : 'requests have'} a practitioner proposed.`

/** What is said only as far as it was worked out. */
function howGood({ best, points, oneAfterAnother, proposals, seconds, practitioners }: Result): string {
  const took = `${practitioners} ${practitioners === 1 ? 'practitioner was' : 'practitioners were'} weighed in ${seconds} seconds.`
  const proven = best
    ? 'It is proven that no other choice adds up to more.'
    : 'It is the best that was found in the time there is; a better one may exist.'
  const [more, further] = [points - oneAfterAnother.points, proposals.length - oneAfterAnother.matches]
  if (more <= 0) return `${took} ${proven}`
  const inTurn = 'better than choosing for one request after another'
  const also = further > 0 ? `, with ${further} ${further === 1 ? 'request' : 'requests'} more matched` : ''
  return `${took} ${proven} It is ${more} points ${inTurn}${also}.`
}

type ProposedProps = { id: number; one: Proposed; now: AskedNow | undefined; holds: Holding | undefined }

function ProposedShown({ id, one, now, holds }: ProposedProps) {
  const request = now ? `${now.school}: ${now.area}` : 'A request'
  return (
    <>
      <Subheading>{`${request}: ${one.name}, ${one.school}, for ${inDays(one.halfDays)}`}</Subheading>
      <Reasons of={one} />
      {holds?.is === 'chosen' && <Tag says="Chosen" tone="good" />}
      {holds?.is === 'not' && <Inset>{`It does not hold: ${holds.why}.`}</Inset>}
      {holds?.is === 'open' && (
        <PressButton
          action={`${HERE}/${id}/choose/${one.deploymentId}`}
          says="Choose this"
          about={request}
          quiet
        />
      )}
      <Small>
        <Link
          to={`/support/deployments/${one.deploymentId}`}
        >{`The request of ${now?.school ?? 'the school'}`}</Link>
      </Small>
    </>
  )
}

type Unmatched = { deploymentId: number; request: string; why: string }

const unmatched: Listing<Unmatched> = {
  caption: 'Not matched, and why',
  empty: 'Every request has somebody proposed.',
  columns: [
    {
      title: 'Request',
      show: (row) => <Link to={`/support/deployments/${row.deploymentId}`}>{row.request}</Link>,
    },
    { title: 'Why', show: ({ why }) => why },
  ],
}

function unmatchedOf(asked: number[], result: Result, standing: Map<number, AskedNow>): Unmatched[] {
  const proposed = new Set(result.proposals.map(({ deploymentId }) => deploymentId))
  const whyOf = new Map(result.unmatched.map(({ deploymentId, why }) => [deploymentId, why]))
  return asked
    .filter((id) => !proposed.has(id))
    .map((deploymentId) => {
      const now = standing.get(deploymentId)
      return {
        deploymentId,
        request: now ? `${now.school}: ${now.area}` : 'A request',
        why: whyOf.get(deploymentId) ?? 'It no longer waited for a match when it was worked out',
      }
    })
}
