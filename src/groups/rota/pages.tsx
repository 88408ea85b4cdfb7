import { Page } from '../../platform/page.tsx'
import { ButtonLink, Deeds, Lead, Section, Text } from '../../platform/parts.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import type { Turn } from './rules.ts'

const order: Listing<Turn> = {
  caption: 'Whom to ask next',
  empty: 'There are no member schools yet.',
  plain: true,
  columns: [
    { title: 'School', show: ({ school }) => school },
    { title: 'Why now', show: ({ because }) => because },
  ],
}

type RotaProps = {
  group: { id: number; name: string } | null
  /** In order, for whoever looks for somebody. */
  all: Turn[] | null
  /** The reader's own schools. */
  own: Turn[]
}

/** Whose turn it is to find somebody; nobody but who asks for them sees the order. */
export function RotaPage({ group, all, own }: RotaProps) {
  const up = group ? { href: `/groups/${group.id}`, says: group.name } : { href: '/groups', says: 'Groups' }
  const nominate = `/groups/nominations/new${group ? `?group=${group.id}` : ''}`
  return (
    <Page title={group ? `Whose turn it is: ${group.name}` : 'Whose turn it is to serve'} up={up}>
      <Lead>
        Working groups, panels and bodies outside the alliance live from schools taking turns. This is an
        invitation, and nothing is counted against a school.
      </Lead>
      <Deeds>
        <ButtonLink to={nominate}>{all ? 'Put somebody forward' : 'Nominate somebody'}</ButtonLink>
      </Deeds>
      {all && (
        <Section title="Whom to ask next">
          <Text>
            Schools with the fewest seats come first, and of those the ones that served longest ago.
          </Text>
          <Table of={order} rows={all} hideCaption />
        </Section>
      )}
      {own.map(({ school, because, seats }) => (
        <Section title={school}>
          <Text>
            {because}. {seats.length === 0 && 'Is there somebody who would like to take part?'}
          </Text>
        </Section>
      ))}
    </Page>
  )
}
