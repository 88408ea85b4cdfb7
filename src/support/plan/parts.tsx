import { Words } from '../../agreement/parts.tsx'
import { type Day, inDays, inShort } from '../../platform/day.ts'
import {
  Bullets,
  ButtonLink,
  Deeds,
  Facts,
  Inset,
  Link,
  Section,
  Small,
  Text,
} from '../../platform/parts.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import type { Deployment } from '../deployments/queries.ts'
import { NoteState, VisitState } from '../notes/parts.tsx'
import { halves } from '../visits/tables.ts'
import { appropriate, working } from './form.ts'
import type { Plan, Review, VisitPlanned } from './queries.ts'

/** `isOpen`: it waits for a note; `mine`: from this reader, who made it. */
export type VisitRow = VisitPlanned & { isOpen: boolean; mine: boolean }

type Days = { agreed: number; booked: number; done: number; counted: number }
type Props = {
  deployment: Deployment
  plan: Plan | undefined
  review: Review | undefined
  days: Days
  rows: VisitRow[]
  may: { plan: boolean; book: boolean; review: boolean; extend: boolean }
  halfway: boolean
  today: Day
}

export const PlanParts = (shown: Props) => (
  <>
    <ToNote rows={shown.rows} today={shown.today} />
    <PlanSection {...shown} />
    {shown.plan && <VisitsSection {...shown} />}
    {shown.plan && <ReviewSection {...shown} />}
  </>
)

/** What the practitioner came to the page for, on the day and after it. */
function ToNote({ rows, today }: Pick<Props, 'rows' | 'today'>) {
  const mine = rows.filter((row) => row.mine).toReversed()
  if (mine.length === 0) return null
  return (
    <Deeds>
      {mine.map(({ id, visitedOn }) => (
        <ButtonLink to={`/support/visits/${id}/note`}>
          {visitedOn === today ? 'Note today’s visit' : `Note the visit of ${inShort(visitedOn)}`}
        </ButtonLink>
      ))}
    </Deeds>
  )
}

function PlanSection({ deployment: { id, state }, plan, may }: Props) {
  const href = `/support/deployments/${id}/plan`
  return (
    <Section title="The plan" id="plan">
      {plan ? (
        <Facts
          facts={[
            { is: 'Priorities', says: <Words of={plan.priorities} /> },
            { is: 'How you will know', says: <Words of={plan.measures} /> },
            {
              is: 'How the school goes on',
              says: plan.exitPlan ? <Words of={plan.exitPlan} /> : 'Not said yet',
            },
            plan.agreedByName !== null && { is: 'Written down by', says: plan.agreedByName },
          ]}
        />
      ) : (
        <Text>
          No plan is agreed yet. The head of the supported school and the practitioner agree what it is for,
          and how both will know that it worked; then the visits begin.
        </Text>
      )}
      {may.plan && (
        <Deeds>
          <ButtonLink to={href} {...(state === 'agreed' ? {} : { kind: 'secondary' as const })}>
            {state === 'agreed' ? 'Agree the plan' : 'Change the plan'}
          </ButtonLink>
        </Deeds>
      )}
    </Section>
  )
}

const listing = (today: Day): Listing<VisitRow> => ({
  caption: 'Visits of this support',
  empty: 'No visit is planned yet.',
  plain: true,
  columns: [
    {
      title: 'Date',
      day: true,
      show: ({ id, visitedOn }) => <Link to={`/support/visits/${id}/note`}>{inShort(visitedOn)}</Link>,
    },
    {
      title: 'When',
      show: ({ half, starts, ends }) => `${halves[half]}${starts && ends ? `, ${starts} to ${ends}` : ''}`,
    },
    { title: 'For', sparse: true, show: ({ purpose }) => purpose },
    { title: 'State', show: ({ status }) => <VisitState status={status} /> },
    {
      title: 'Note',
      sparse: true,
      show: ({ noteId, isOpen, dueOn, notedOn }) =>
        noteId !== null || isOpen ? <NoteState dueOn={dueOn} notedOn={notedOn} today={today} /> : null,
    },
  ],
})

function VisitsSection({ deployment, days, rows, may, today }: Props) {
  const { id, kind, state } = deployment
  const going = state === 'agreed' || state === 'active' || state === 'paused'
  const left = days.agreed - days.booked
  const href = `/support/deployments/${id}/visits`
  const ways = [
    { to: `${href}/new`, says: 'Plan a visit' },
    {
      to: `${href}/series`,
      says: kind === 'coaching' ? 'Plan the coaching programme' : 'Plan several visits',
    },
  ]
  const [first, second] = kind === 'coaching' ? ways.toReversed() : ways
  return (
    <Section title="Visits" id="visits">
      <Facts
        facts={[
          { is: 'Days agreed', says: inDays(days.agreed) },
          { is: 'Planned or done', says: inDays(days.booked) },
          going && { is: 'Left to plan', says: left > 0 ? inDays(left) : 'None' },
          {
            is: 'Counted so far',
            says: `${inDays(days.counted)} of staff time, by the terms of the year (clause 21)`,
          },
        ]}
      />
      <Table of={listing(today)} rows={rows} hideCaption />
      {deployment.kind === 'coaching' && <Tried rows={rows} />}
      <Deeds>
        {may.book && left > 0 && first && <ButtonLink to={first.to}>{first.says}</ButtonLink>}
        {may.book && left > 0 && second && (
          <ButtonLink to={second.to} kind="secondary">
            {second.says}
          </ButtonLink>
        )}
        {may.extend && (
          <ButtonLink to={`/support/deployments/${id}/more-days`} kind="secondary">
            Agree more days
          </ButtonLink>
        )}
      </Deeds>
      {may.book && left <= 0 && !may.extend && (
        <Small>All the days agreed are planned or done. SSIG can agree more: ask them.</Small>
      )}
    </Section>
  )
}

/** Of a coaching programme, what was to be tried between its visits: the thread that runs through it. */
function Tried({ rows }: { rows: VisitRow[] }) {
  const tried = rows.filter(({ next }) => next)
  if (tried.length === 0) return null
  return (
    <>
      <Text>What was to be tried after each visit:</Text>
      <Bullets items={tried.map(({ visitedOn, next }) => `${inShort(visitedOn)}: ${next}`)} />
    </>
  )
}

function ReviewSection({ deployment: { id, state }, review, may, halfway }: Props) {
  if (!review && !may.review && !halfway) return null
  return (
    <Section title="Mid-point review" id="mid-point">
      {review ? (
        <Facts
          facts={[
            { is: 'Is it working?', says: working[review.working] },
            { is: 'Still the right support?', says: appropriate[review.appropriate] },
            review.changes ? { is: 'What changes', says: <Words of={review.changes} /> } : null,
            review.exitPlan ? { is: 'How the school goes on', says: <Words of={review.exitPlan} /> } : null,
            review.reviewedByName !== null && { is: 'Written down by', says: review.reviewedByName },
          ]}
        />
      ) : halfway ? (
        <Inset>
          Half way: time to look together at whether it is working, and whether it is still the right support.
        </Inset>
      ) : (
        <Text>It is asked for once half of the days are done, or half of the time is over.</Text>
      )}
      {may.review && (
        <Deeds>
          <ButtonLink
            to={`/support/deployments/${id}/mid-point`}
            {...(halfway && !review && state === 'active' ? {} : { kind: 'secondary' as const })}
          >
            {review ? 'Correct the review' : 'Write the mid-point review'}
          </ButtonLink>
        </Deeds>
      )}
    </Section>
  )
}
