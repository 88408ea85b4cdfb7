import { Page } from '../../../platform/page.tsx'
import { Bullets, Lead, Section, Tag, Text } from '../../../platform/parts.tsx'
import { type Listing, Table } from '../../../platform/table.tsx'
import type { Checked } from './rules.ts'

const checkedList: Listing<Checked> = {
  caption: 'What was checked',
  empty: 'Nothing was checked.',
  columns: [
    { title: 'What must be so', show: ({ claim }) => claim },
    {
      title: 'Found',
      show: ({ faults }) =>
        faults.length === 0 ? <Tag says="So" tone="good" /> : <Tag says="Not so" tone="bad" />,
    },
  ],
  whole: true,
}

const MOST_SHOWN = 50

export function CheckPage({ checked }: { checked: Checked[] }) {
  const faults = checked.flatMap((one) => one.faults)
  return (
    <Page title="Check of the books" up={{ href: '/subscriptions/books', says: 'Books' }}>
      <Lead>
        {faults.length === 0
          ? 'The books were checked just now, and all of it is so.'
          : `The books were checked just now, and ${faults.length === 1 ? '1 thing is' : `${faults.length} things are`} wrong.`}
      </Lead>
      {faults.length > 0 && (
        <Section title="What is wrong">
          <Bullets items={faults.slice(0, MOST_SHOWN)} />
          {faults.length > MOST_SHOWN && <Text>And {faults.length - MOST_SHOWN} more.</Text>}
          <Text>
            Endeavour cannot do this by itself: something changed the database beneath it. Keep a copy of it
            as it is, and have whoever runs the installation compare it with a backup.
          </Text>
        </Section>
      )}
      <Table of={checkedList} rows={checked} hideCaption />
    </Page>
  )
}
