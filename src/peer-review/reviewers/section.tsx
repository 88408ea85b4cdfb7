import { ButtonLink, Deeds, Link, Section, Tag, Text } from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import { isBeforeVisit, mayPlan, maySeeDeclarations, maySeeInterests, type Standing } from '../rules.ts'
import type { ReviewState } from '../tables.ts'
import type { Reviewer } from './queries.ts'

type Of = { id: number; state: ReviewState }
type SectionProps = { review: Of; standing: Standing; reviewers: Reviewer[]; most: number }

/** Who reviews. Whether they declared is for those who take part; what they declared for the host head, SSIG and the office. */
export function ReviewersSection({ review, standing, reviewers, most }: SectionProps) {
  const current = reviewers.filter(({ replacedAt }) => replacedAt === null)
  const replaced = reviewers.filter(({ replacedAt }) => replacedAt !== null)
  const names = mayPlan(standing) && isBeforeVisit(review.state)
  return (
    <Section title="Reviewers" id="reviewers">
      <Table of={listing(review, standing)} rows={current} hideCaption />
      {names && current.length < most && (
        <Deeds>
          <ButtonLink to={`/peer-review/${review.id}/reviewers/new`} kind="secondary">
            Name a reviewer
          </ButtonLink>
        </Deeds>
      )}
      {maySeeInterests(standing) && replaced.length > 0 && (
        <>
          <Text>
            Who was replaced, and why, is shown to the head of the school, SSIG and the office only.
          </Text>
          <Table of={formerly} rows={replaced} hideCaption />
        </>
      )}
    </Section>
  )
}

const formerly: Listing<Reviewer> = {
  caption: 'Reviewers who were replaced',
  empty: '',
  columns: [
    { title: 'Replaced', show: ({ name, school }) => `${name}, ${school}` },
    { title: 'Why', show: ({ replacedWhy }) => replacedWhy },
    { title: 'Interest declared', sparse: true, show: ({ interest }) => interest },
  ],
}

const listing = ({ id, state }: Of, standing: Standing): Listing<Reviewer> => ({
  caption: 'Reviewers',
  empty: 'No reviewers are named yet: two to four people of other schools of the cluster.',
  columns: [
    { title: 'Name', show: ({ name, leads }) => (leads ? `${name}, who leads` : name) },
    { title: 'School', show: ({ school }) => school },
    ...(maySeeDeclarations(standing)
      ? [{ title: 'Declaration', show: (one: Reviewer) => <Declaration of={one} /> }]
      : []),
    ...(maySeeInterests(standing)
      ? [{ title: 'Interest declared', sparse: true as const, show: ({ interest }: Reviewer) => interest }]
      : []),
    ...(mayPlan(standing) && (isBeforeVisit(state) || state === 'visited')
      ? [
          {
            title: 'Change',
            show: (one: Reviewer) => <Changes id={id} of={one} before={isBeforeVisit(state)} />,
          },
        ]
      : []),
  ],
})

const Declaration = ({ of: { declaredAt, interested } }: { of: Reviewer }) =>
  interested ? (
    <Tag says="To be replaced" tone="bad" />
  ) : declaredAt ? (
    <Tag says="Nothing stands in the way" tone="good" />
  ) : (
    <Tag says="Not declared yet" tone="due" />
  )

const Changes = ({ id, of, before }: { id: number; of: Reviewer; before: boolean }) => (
  <>
    {before && <Link to={`/peer-review/${id}/reviewers/${of.id}/replace`}>Replace {of.name}</Link>}{' '}
    {!of.leads && !of.interested && (
      <PressButton
        action={`/peer-review/${id}/reviewers/${of.id}/lead`}
        says="Make them lead"
        about={of.name}
        quiet
      />
    )}
  </>
)
