import type { Child } from 'hono/jsx'
import { type Day, inWords, yearName } from '../../platform/day.ts'
import { Page } from '../../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Inset, Lead, Text } from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import { StateTag } from '../parts.tsx'
import { isBeforeVisit, mayDeclare, mayPlan, type Standing } from '../rules.ts'
import type { ReviewState } from '../tables.ts'
import type { Review } from './queries.ts'
import { type MoveName, mayTake, moves, movesFor } from './rules.ts'

type ReviewProps = {
  review: Review
  standing: Standing
  today: Day
  /** Whoever takes part in a review need not know of its cluster. */
  seesClusters: boolean
  /** What is known to stand in the way of the visit, for those who can mend it. */
  hinders: string[]
  reviewers: Child
  texts: Child
  readers: Child
}

/** A review: when and with whom. What it says stands on pages of its own, for whoever may read it. */
export function ReviewPage({ review, standing, today, seesClusters, hinders, ...parts }: ReviewProps) {
  const { reviewers, texts, readers } = parts
  return (
    <Page
      title={`Peer review of ${review.host}`}
      up={
        seesClusters
          ? { href: `/peer-review/clusters/${review.clusterId}`, says: review.cluster }
          : { href: '/peer-review', says: 'Peer review' }
      }
    >
      <Lead>{nextOf[review.state]}</Lead>
      <Facts facts={factsOf(review, standing)} />
      {hinders.length > 0 && (
        <Inset>
          {hinders.map((says) => (
            <Text>{says}.</Text>
          ))}
        </Inset>
      )}
      <Steps review={review} standing={standing} open={stepsOf(review, standing, today, hinders)} />
      {texts}
      {reviewers}
      {readers}
    </Page>
  )
}

const nextOf: Record<ReviewState, string> = {
  planned: 'The school writes its self-review, and the visit is planned.',
  'self-reviewed': 'The reviewers have the self-review, and come to visit.',
  visited: 'The reviewers write their report and hand it to the head of the school.',
  reported: 'The report is the head’s own. The improvement workshop comes next.',
  'workshop held': 'The improvement workshop was held. The follow-up comes next.',
  'followed up': 'The review is complete.',
  cancelled: 'This review was cancelled.',
}

function factsOf(review: Review, { hostHead }: Standing) {
  const { state, visitFrom, visitTo, workshopOn, followUpOn, cancelledWhy } = review
  const visit =
    visitFrom &&
    (visitTo && visitTo !== visitFrom ? `${inWords(visitFrom)} to ${inWords(visitTo)}` : inWords(visitFrom))
  return [
    { is: 'School', says: review.hostName },
    { is: 'Academic year', says: yearName(review.year) },
    { is: 'State', says: <StateTag state={state} /> },
    cancelledWhy !== null && { is: 'Why it was cancelled', says: cancelledWhy },
    { is: 'Focus', says: review.focus ?? 'Not set' },
    { is: 'Visit', says: visit ?? 'Not set' },
    { is: 'Alongside the reviewers', says: review.leader ?? 'Not named' },
    {
      is: 'Improvement champion',
      says: review.champion ?? 'Not named',
      ...(hostHead
        ? {
            change: {
              href: `/peer-review/clusters/${review.clusterId}/champion/${review.hostMembershipId}`,
              what: 'the improvement champion',
            },
          }
        : {}),
    },
    workshopOn !== null && { is: 'Improvement workshop', says: inWords(workshopOn) },
    followUpOn !== null && { is: 'Follow-up', says: inWords(followUpOn) },
  ]
}

/** The steps that can be taken today; for the others the page says what is missing. */
function stepsOf(review: Review, standing: Standing, today: Day, hinders: string[]): MoveName[] {
  const come = (on: Day | null) => on !== null && on <= today
  const ready: Partial<Record<MoveName, boolean>> = {
    visit: hinders.length === 0,
    workshop: come(review.workshopOn),
    'follow-up': come(review.followUpOn),
    cancel: false,
  }
  return movesFor(standing, review.state).filter((name) => ready[name] ?? true)
}

type StepsProps = { review: Review; standing: Standing; open: MoveName[] }

function Steps({ review: { id, state }, standing, open }: StepsProps) {
  const dates = mayTake(standing, 'workshop') && (state === 'reported' || state === 'workshop held')
  return (
    <Deeds>
      {mayDeclare(standing, state) && (
        <ButtonLink
          to={`/peer-review/${id}/declare`}
          {...(standing.reviewer?.declaredAt ? { kind: 'secondary' } : {})}
        >
          Declare
        </ButtonLink>
      )}
      {mayPlan(standing) && isBeforeVisit(state) && (
        <ButtonLink to={`/peer-review/${id}/plan`} kind="secondary">
          Plan the visit
        </ButtonLink>
      )}
      {dates && (
        <ButtonLink to={`/peer-review/${id}/dates`} kind="secondary">
          Set the days of what follows
        </ButtonLink>
      )}
      {open.map((name) => (
        <MoveButton id={id} name={name} />
      ))}
      {isBeforeVisit(state) && mayTake(standing, 'cancel') && (
        <ButtonLink to={`/peer-review/${id}/cancel`} kind="secondary">
          {moves.cancel.says}
        </ButtonLink>
      )}
    </Deeds>
  )
}

export const MoveButton = ({ id, name }: { id: number; name: MoveName }) => (
  <PressButton action={`/peer-review/${id}/moves/${name}`} says={moves[name].says} />
)
