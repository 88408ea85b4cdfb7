import type { Child } from 'hono/jsx'
import { type Day, inDays, inShort, momentInWords } from '../../platform/day.ts'
import { academicYear, form, optional, pick, type RowOptions, search, select } from '../../platform/form.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { Page } from '../../platform/page.tsx'
import {
  ButtonLink,
  Deeds,
  Facts,
  Inset,
  Link,
  Section,
  Stages,
  Tag,
  Verdict,
} from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import type { Listing } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import { Asked } from './asked.tsx'
import { answerOf } from './asking/rules.ts'
import type { Deployment, DeploymentFilter, DeploymentRow, MoveTold } from './queries.ts'
import { isOver, moves } from './rules.ts'
import { type HereTaken, isHalting, stagesOf, tones, waitsFor } from './steps/rules.ts'
import { type State, states } from './tables.ts'

const found = { open: 'All that are open', over: 'All that are over', ...states } as const

export const deploymentFilter = (areas: RowOptions, schools: RowOptions) =>
  form<DeploymentFilter>({
    words: optional(search('Search', { hint: 'A school, area or practitioner' })),
    state: optional(select('State', found, { ask: 'Choose a state from the list' })),
    areaId: optional(pick('Area', areas, { ask: '' })),
    schoolId: optional(pick('School', schools, { ask: '' })),
    year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2017-18' })),
  })

export const StateTag = ({ state }: { state: State }) => <Tag says={states[state]} tone={tones[state]} />

export const deploymentsTable: Listing<DeploymentRow> = {
  caption: 'Requests for support',
  empty: 'No requests match. A request appears here when a head has asked SSIG for support.',
  columns: [
    {
      title: 'Area',
      sort: 'area',
      show: ({ id, area }) => <Link to={`/support/deployments/${id}`}>{area}</Link>,
      csv: ({ area }) => area,
    },
    { title: 'For', sort: 'to', show: ({ toSchool }) => toSchool },
    { title: 'By', sort: 'from', sparse: true, show: ({ fromSchool }) => fromSchool },
    { title: 'Practitioner', sort: 'practitioner', sparse: true, show: ({ practitioner }) => practitioner },
    {
      title: 'Wanted from',
      day: true,
      sort: 'wanted',
      show: ({ wantedFrom }) => inShort(wantedFrom),
      csv: ({ wantedFrom }) => wantedFrom,
    },
    {
      title: 'Time',
      numeric: true,
      show: (row) => inDays(row.halfDaysAgreed ?? row.halfDaysWanted),
      csv: (row) => (row.halfDaysAgreed ?? row.halfDaysWanted) / 2,
    },
    {
      title: 'Answer due',
      day: true,
      sort: 'due',
      sparse: true,
      show: (row) => !row.answeredAt && !isOver(row.state) && row.answerDue && inShort(row.answerDue),
      csv: ({ answerDue }) => answerDue,
    },
    {
      title: 'State',
      sort: 'state',
      show: ({ state }) => <StateTag state={state} />,
      csv: ({ state }) => states[state],
    },
  ],
}

type ListProps = ListShown<DeploymentRow> & { filter: ReturnType<typeof deploymentFilter>; asks: boolean }

export function DeploymentsPage({ filter, asks, ...shown }: ListProps) {
  return (
    <ListPage
      title="Requests for support"
      lead="Support between schools, from the request to the sign-off. Each school sees its own; the alliance sees totals."
      of={deploymentsTable}
      filter={filter}
      shown={shown}
      noun={['request', 'requests']}
      up={{ href: '/support', says: 'Support' }}
      add={asks && { href: '/support/deployments/new', says: 'Ask for support' }}
    />
  )
}

type DeploymentProps = {
  deployment: Deployment
  today: Day
  /** The steps this reader may take here now, and whether they may put the request right. */
  steps: HereTaken[]
  corrects: boolean
  moved: MoveTold[]
  /** That the schools spoke first, where they did; and what other capabilities show of it. */
  first: Child | null
  sections: (Child | null)[]
  history: Child
}

export function DeploymentPage({
  deployment: one,
  today,
  steps,
  corrects,
  moved,
  first,
  sections,
  history,
}: DeploymentProps) {
  const stages = stagesOf(one.state)
  const halting = steps.filter((step) => isHalting(step, one.state))
  return (
    <Page
      title={`${one.area}: support for ${one.toSchool}`}
      up={{ href: '/support/deployments', says: 'Requests for support' }}
    >
      <Verdict state={states[one.state]} tone={tones[one.state]}>
        {waitsFor({ ...one, answerDue: isAwaited(one, today) ? one.answerDue : null })}
      </Verdict>
      {stages && (
        <Stages
          label="Where it stands"
          stages={stages.map(({ state, is }) => ({ says: states[state], is }))}
        />
      )}
      <LastReason moved={moved} state={one.state} />
      <Free one={one} today={today} />
      <Steps id={one.id} steps={steps.filter((step) => !halting.includes(step))} />
      {sections}
      {first}
      <Asked one={one} today={today} corrects={corrects} />
      {halting.length > 0 && (
        <Section title="If it does not work out" id="stop">
          <Steps id={one.id} steps={halting} />
        </Section>
      )}
      <Moves moved={moved} />
      {history}
    </Page>
  )
}

const isAwaited = (one: Deployment, today: Day) => one.answeredAt === null && !answerOf(one, today).free

/** That the school need wait for SSIG no longer is said first. */
function Free({ one, today }: { one: Deployment; today: Day }) {
  const { says, free } = answerOf(one, today)
  return free ? <Inset>{says}</Inset> : null
}

/** Why it stands where it stands, where a reason was given for the last step. */
function LastReason({ moved, state }: { moved: MoveTold[]; state: State }) {
  const last = moved.at(-1)
  if (!last?.reason || last.toState !== state) return null
  return (
    <Inset>
      {last.by ? `${last.by} wrote: ` : ''}“{last.reason}”
    </Inset>
  )
}

const next: readonly HereTaken[] = ['triage', 'release', 'resume']

function Steps({ id, steps }: { id: number; steps: HereTaken[] }) {
  if (steps.length === 0) return null
  return (
    <Deeds>
      {steps.map((name) =>
        name === 'triage' || name === 'resume' ? (
          <PressButton action={`/support/deployments/${id}/${name}`} says={moves[name].says} />
        ) : (
          <ButtonLink
            to={`/support/deployments/${id}/${name}`}
            {...(next.includes(name) ? {} : { kind: 'secondary' })}
          >
            {moves[name].says}
          </ButtonLink>
        ),
      )}
    </Deeds>
  )
}

const Moves = ({ moved }: { moved: MoveTold[] }) => (
  <Section title="Every step so far" id="steps">
    <Facts
      facts={moved.map(({ toState, movedAt, by, reason }) => ({
        is: states[toState],
        says: [`${momentInWords(movedAt)}${by ? `, ${by}` : ''}`, reason].filter(Boolean).join('. '),
      }))}
    />
  </Section>
)
