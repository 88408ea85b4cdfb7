import { inShort, inWords } from '../../platform/day.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { Page } from '../../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Inset, Link, Tag } from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import type { Listing } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import { nominationFilter } from './forms.ts'
import type { NominationRow } from './queries.ts'
import { outcomeOf, outcomes, outcomeTones } from './rules.ts'

const ANY = 'Any that needs somebody'

const OutcomeTag = (row: { outcome: string | null }) => (
  <Tag says={outcomes[outcomeOf(row)]} tone={outcomeTones[outcomeOf(row)]} />
)

export const nominations: Listing<NominationRow> = {
  caption: 'Nominations',
  empty: 'No nominations match. They appear here when somebody is put forward, or offers to serve.',
  columns: [
    {
      title: 'Who',
      sort: 'person',
      show: ({ id, person }) => <Link to={`/groups/nominations/${id}`}>{person}</Link>,
      csv: ({ person }) => person,
    },
    { title: 'School', sort: 'school', show: ({ school }) => school },
    { title: 'For', sort: 'group', show: ({ group }) => group ?? ANY },
    { title: 'Put forward by', show: ({ nominator }) => nominator },
    {
      title: 'On',
      sort: 'on',
      show: ({ nominatedOn }) => inShort(nominatedOn),
      csv: ({ nominatedOn }) => nominatedOn,
    },
    { title: 'State', show: (row) => <OutcomeTag {...row} />, csv: (row) => outcomes[outcomeOf(row)] },
  ],
}

export const NominationsPage = ({ may, ...shown }: ListShown<NominationRow> & { may: boolean }) => (
  <ListPage
    title="Nominations"
    lead="Who was put forward for a group, or offered to serve on any that needs somebody."
    of={nominations}
    filter={nominationFilter}
    shown={shown}
    noun={['nomination', 'nominations']}
    add={may && { href: '/groups/nominations/new', says: 'Nominate or offer' }}
  />
)

type NominationProps = {
  of: NominationRow
  decides: boolean
  withdraws: boolean
  own: boolean
  open: boolean
}

/** One nomination: who, for what, what became of it, and the way on for whoever may decide. */
export function NominationPage({ of, decides, withdraws, own, open }: NominationProps) {
  const at = `/groups/nominations/${of.id}`
  const became =
    of.outcome === null
      ? null
      : [outcomes[outcomeOf(of)], of.decidedOn && inWords(of.decidedOn), of.decider && `by ${of.decider}`]
  return (
    <Page title={of.person} up={{ href: '/groups/nominations', says: 'Nominations' }}>
      <Facts
        facts={[
          {
            is: 'For',
            says:
              of.groupId && open ? <Link to={`/groups/${of.groupId}`}>{of.group}</Link> : (of.group ?? ANY),
          },
          { is: 'School', says: of.school },
          { is: 'Put forward by', says: `${of.nominator}, ${inWords(of.nominatedOn)}` },
          { is: 'State', says: <OutcomeTag {...of} /> },
          became && { is: 'What became of it', says: became.filter(Boolean).join(', ') },
          of.outcomeReason !== null && { is: 'Reason', says: of.outcomeReason },
        ]}
      />
      {of.words && <Inset>{of.words}</Inset>}
      {of.outcome === null && (decides || withdraws) && (
        <Deeds>
          {decides && <ButtonLink to={`${at}/appoint`}>Appoint</ButtonLink>}
          {decides && (
            <ButtonLink to={`${at}/decline`} kind="secondary">
              Decline
            </ButtonLink>
          )}
          {withdraws && (
            <PressButton action={`${at}/withdraw`} says={own ? 'I would rather not' : 'Take it back'} quiet />
          )}
        </Deeds>
      )}
    </Page>
  )
}
