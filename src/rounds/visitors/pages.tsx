import { type Answers, form, pick, type RowOptions } from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import { Text } from '../../platform/parts.tsx'
import { FormFor, PressButton } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import type { RoundWithin } from '../queries.ts'
import { MOST_VISITORS } from '../rules.ts'
import type { VisitorRow } from './queries.ts'

export const visitorForm = (people: RowOptions) =>
  form<{ personId: number }>({
    personId: pick('Who comes too', people, {
      ask: 'Select who comes',
      hint: 'Anybody of a member school; of the host school only its leaders',
    }),
  })

const visitors = (at: string): Listing<VisitorRow> => ({
  caption: 'Visiting group',
  empty: 'Nobody is in the visiting group yet.',
  plain: true,
  columns: [
    { title: 'Name', show: ({ name }) => name },
    { title: 'School', show: ({ school }) => school },
    {
      title: 'Change',
      show: ({ id, name }) => (
        <PressButton action={`${at}/${id}/remove`} says="Take off" about={name} quiet />
      ),
      csv: () => '',
    },
  ],
})

type Props = {
  round: RoundWithin
  rows: VisitorRow[]
  form: ReturnType<typeof visitorForm>
  answers: Answers
}

export function VisitorsPage({ round, rows, form, answers }: Props) {
  const at = `/rounds/${round.id}`
  return (
    <Page title="Visiting group" wrong={answers.errors.length > 0} up={{ href: at, says: round.title }}>
      <Text>
        {rows.length} of {MOST_VISITORS} at most. They read the problem of practice and all that is written in
        this round.
      </Text>
      <FormFor form={form} answers={answers} submit="Add to the group" />
      <Table of={visitors(`${at}/visitors`)} rows={rows} hideCaption />
    </Page>
  )
}
