import { inDays, inWords } from '../../platform/day.ts'
import { type Answers, days, form, longText, optional } from '../../platform/form.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { Page } from '../../platform/page.tsx'
import {
  Bullets,
  ButtonLink,
  Details,
  Facts,
  Inset,
  Lead,
  Link,
  Section,
  Small,
  Subheading,
  Text,
} from '../../platform/parts.tsx'
import { ErrorSummary } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import { urgencies } from '../deployments/tables.ts'
import type { Request } from './suggestions/candidate.ts'
import type { Excluded, Reason, Suggestion, Suggestions } from './suggestions/rules.ts'
import { type Factor, factors, weights } from './suggestions/weights.ts'
import { againPoints, urgencyPoints } from './together/rules.ts'

const WEIGHED = '/support/matching/weights'

const points: Listing<Reason> = {
  caption: 'Points for each',
  empty: '',
  whole: true,
  columns: [
    { title: 'What is weighed', show: ({ factor }) => weights[factor].says },
    { title: 'Points', numeric: true, show: ({ factor, points }) => `${points} of ${weights[factor].most}` },
  ],
}

/** Why somebody is suggested: a sentence, and the points behind it. */
export const Reasons = ({ of: { reasons } }: { of: Pick<Suggestion, 'reasons'> }) => (
  <>
    <Text>{reasons.map(({ says }) => says).join('. ')}.</Text>
    <Details summary="The points for each">
      <Table of={points} rows={reasons} hideCaption />
    </Details>
  </>
)

const excludedListing: Listing<Excluded> = {
  caption: 'Not suggested, and why',
  empty: 'Nobody with this expertise is left out.',
  columns: [
    { title: 'Practitioner', show: ({ name }) => name },
    { title: 'School', show: ({ school }) => school },
    { title: 'Why', show: ({ why }) => why },
  ],
}

export const wantedInWords = ({ area, phase, halfDaysWanted, from, to }: Request) =>
  `${area}, ${phase}: ${inDays(halfDaysWanted)} between ${inWords(from)} and ${inWords(to)}`

const SHOWN = 8

type MatchProps = { request: Request; found: Suggestions; need: string; another: string | null }

/** Who could support one school, the best first, and who could not. */
export function MatchPage({ request, found, need, another }: MatchProps) {
  const { id, school, urgency } = request
  const href = `/support/deployments/${id}`
  return (
    <Page title={`Choose a practitioner for ${school}`} up={{ href, says: 'The request' }}>
      <Lead>
        These are suggestions. You choose; where it is not the first of them you are asked why, and that is
        kept.
      </Lead>
      {another && <Inset>{another}.</Inset>}
      <Facts
        facts={[
          { is: 'Wanted', says: wantedInWords(request) },
          { is: 'How soon', says: urgencies[urgency] },
          { is: 'Need', says: need },
        ]}
      />
      <Section title="Suggestions">
        <Suggested of={found} {...{ href, another }} area={request.area} />
        <Small>
          <Link to={WEIGHED}>How suggestions are weighed</Link>
        </Small>
      </Section>
      <Section title="Not suggested, and why">
        <Table of={excludedListing} rows={found.excluded} hideCaption />
        {found.elsewhere > 0 && (
          <Small>{`${found.elsewhere} further ${found.elsewhere === 1 ? 'practitioner has' : 'practitioners have'} no expertise in this area.`}</Small>
        )}
      </Section>
    </Page>
  )
}

type SuggestedProps = { of: Suggestions; href: string; another: string | null; area: string }

function Suggested({ of: { suggested }, href, another, area }: SuggestedProps) {
  if (suggested.length === 0)
    return <Text>{`Nobody who is accepted for ${area} has days left and could be sent to this school.`}</Text>
  const rest = suggested.slice(SHOWN)
  return (
    <>
      {suggested.slice(0, SHOWN).map((one, i) => (
        <SuggestionShown nth={i + 1} {...{ one, href, another }} />
      ))}
      {rest.length > 0 && (
        <Details summary={`${rest.length} more`}>
          {rest.map((one, i) => (
            <SuggestionShown nth={SHOWN + i + 1} {...{ one, href, another }} />
          ))}
        </Details>
      )}
    </>
  )
}

type ShownProps = { nth: number; one: Suggestion; href: string; another: string | null }

const SuggestionShown = ({ nth, one, href, another }: ShownProps) => (
  <>
    <Subheading>{`${nth}. ${one.name}, ${one.school}: ${one.score} of 100`}</Subheading>
    <Reasons of={one} />
    {!another && (
      <ButtonLink to={`${href}/match/${one.practitionerId}`} {...(nth > 1 ? { kind: 'secondary' } : {})}>
        {`Choose ${one.name}`}
      </ButtonLink>
    )}
  </>
)

const agreedDays = days('Days agreed', {
  ask: 'Enter how many days are agreed',
  hint: 'Whole or half, like 3 or 1.5',
  max: 100,
})
const departure = (first: string) =>
  longText(`Why not ${first}, the first suggestion?`, {
    ask: '',
    hint: 'It is kept with the request, for SSIG and the office to read. Nothing of appraisal belongs here',
    max: 2000,
    rows: 4,
  })

type ChooseFilled = { halfDays: number; departure: string | null }
/** What is read: whether a reason must be given follows from what is suggested at the moment it is kept. */
export const chooseForm = form<ChooseFilled>({
  halfDays: agreedDays,
  departure: optional(departure('another')),
})
const firstForm = form<Pick<ChooseFilled, 'halfDays'>>({ halfDays: agreedDays })
const otherForm = (first: string) => form<ChooseFilled>({ halfDays: agreedDays, departure: departure(first) })

type ChooseProps = { answers: Answers; request: Request; one: Suggestion; first: Suggestion | undefined }

export function ChoosePage({ answers, request, one, first }: ChooseProps) {
  const departs = first !== undefined && first.practitionerId !== one.practitionerId
  return (
    <FormPage
      form={departs ? otherForm(first.name) : firstForm}
      answers={answers}
      title={`Choose ${one.name} for ${request.school}`}
      lead={`${wantedInWords(request)}. The head of ${one.school} is then asked by mail to release them.`}
      up={`/support/deployments/${request.id}/match`}
      submit="Choose"
    >
      <Section title={`Why ${one.name} is suggested`}>
        <Reasons of={one} />
      </Section>
    </FormPage>
  )
}

/** What was sent cannot be chosen any more: the sentence why stands above, and the way back. */
export const NoChoicePage = ({ answers, id }: { answers: Answers; id: number }) => (
  <Page title="Choose a practitioner" wrong up={{ href: `/support/deployments/${id}`, says: 'The request' }}>
    <ErrorSummary form={firstForm} answers={answers} />
    <ButtonLink to={`/support/deployments/${id}`}>Back to the request</ButtonLink>
  </Page>
)

const weighed: Listing<Factor> = {
  caption: 'What is weighed',
  empty: '',
  columns: [
    { title: 'What', show: (factor) => weights[factor].says },
    { title: 'Points at most', numeric: true, show: (factor) => weights[factor].most },
    { title: 'How', show: (factor) => weights[factor].means },
  ],
}

export const WeightsPage = () => (
  <Page title="How suggestions are weighed" up={{ href: '/support/matching', says: 'Match requests' }}>
    <Lead>
      Each practitioner who is accepted for the area has up to 100 points for a request. A person chooses; the
      points only put the list in order.
    </Lead>
    <Table of={weighed} rows={factors} />
    <Section title="Who is never suggested">
      <Bullets
        items={[
          'Somebody of the school that asks, or who holds a post there too.',
          'Somebody of a school in the same trust.',
          'Somebody of whom an interest at that school is declared, such as having applied for a post there.',
          'Somebody who has no days left in the year.',
        ]}
      />
      <Text>
        Whoever works at the school that asks does not choose for it, and nobody chooses themselves or their
        own staff: the office or another member of SSIG does.
      </Text>
    </Section>
    <Section title="Many requests at once">
      <Text>
        {`Matched together, each request has one practitioner at most, nobody gives more days than they have left or are free on, and the points of all matches are added up. A match adds ${urgencyPoints['this month']} points where support is wanted within a month, ${urgencyPoints['this term']} where it is wanted this term and ${urgencyPoints['this year']} where any time this year will do, so that the urgent go unmatched last. Each further match of the same practitioner takes ${againPoints.practitioner} points away, and each further one of the same school ${againPoints.school}.`}
      </Text>
    </Section>
  </Page>
)
