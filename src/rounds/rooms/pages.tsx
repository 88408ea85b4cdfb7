import { type Answers, form, text } from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import { Deeds, Link, Text } from '../../platform/parts.tsx'
import { FormFor, PressButton } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import type { RoundWithin } from '../queries.ts'
import type { RoomFilled } from './actions.ts'
import type { RoomRow } from './queries.ts'

export const roomForm = form<RoomFilled>({
  code: text('Code of the room', {
    ask: 'Enter the code of the room',
    hint: 'Like M4 or “Hall”, and never who teaches there',
    max: 20,
    width: 10,
  }),
  yearGroup: text('Year group', { ask: 'Enter the year group', hint: 'Like Year 8', max: 40, width: 10 }),
  subject: text('Subject', { ask: 'Enter the subject', max: 60, width: 20 }),
})

const rooms = (at: string, open: boolean): Listing<RoomRow> => ({
  caption: 'Rooms to visit',
  empty: 'No rooms yet. Add the first above.',
  plain: true,
  columns: [
    { title: 'Room', show: ({ code }) => code },
    { title: 'Year group', show: ({ yearGroup }) => yearGroup },
    { title: 'Subject', show: ({ subject }) => subject },
    {
      title: 'Change',
      sparse: true,
      show: ({ id, code }) =>
        open && (
          <Deeds>
            <Link to={`${at}/${id}/correct`}>Correct</Link>
            <PressButton action={`${at}/${id}/remove`} says="Remove" about={code} quiet />
          </Deeds>
        ),
      csv: () => '',
    },
  ],
})

type Props = { round: RoundWithin; rows: RoomRow[]; answers: Answers; open: boolean }

/** While what was seen in them is not agreed, rooms may be added and put right. */
export function RoomsPage({ round, rows, answers, open }: Props) {
  const at = `/rounds/${round.id}`
  return (
    <Page title="Rooms to visit" wrong={answers.errors.length > 0} up={{ href: at, says: round.title }}>
      <Text>
        {open
          ? 'A room is known by its code, year group and subject. Nobody is named: the visit is about learning, and not about a teacher.'
          : 'The description is agreed, so its rooms stay as they are.'}
      </Text>
      {open && <FormFor form={roomForm} answers={answers} submit="Add this room" />}
      <Table of={rooms(`${at}/rooms`, open)} rows={rows} hideCaption />
    </Page>
  )
}
