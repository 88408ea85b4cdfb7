import { ButtonLink, Deeds, Section, Text } from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import { mays } from '../tables.ts'
import type { NamedReader } from './queries.ts'

/** For the host head alone: whom they let read, and who goes on reading from here. */
export const ReadersSection = ({ reviewId, readers }: { reviewId: number; readers: NamedReader[] }) => (
  <Section title="Who may read" id="readers">
    <Text>
      You decide who reads what is written here. Nobody else does: not your deputies, the office or SSIG,
      unless you name them. The reviewers read your self-review and their report until they hand it over to
      you.
    </Text>
    <Table of={listing(reviewId)} rows={readers} hideCaption />
    <Deeds>
      <ButtonLink to={`/peer-review/${reviewId}/readers/new`} kind="secondary">
        Name somebody
      </ButtonLink>
    </Deeds>
  </Section>
)

const listing = (reviewId: number): Listing<NamedReader> => ({
  caption: 'Who may read',
  empty: 'You have named nobody.',
  columns: [
    { title: 'Name', show: ({ name }) => name },
    { title: 'They may', show: ({ may }) => mays[may] },
    {
      title: 'Change',
      show: ({ id, name }) => (
        <PressButton
          action={`/peer-review/${reviewId}/readers/${id}/remove`}
          says="Take off"
          about={name}
          quiet
        />
      ),
    },
  ],
})
