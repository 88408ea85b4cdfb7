import { momentInWords } from '../../platform/day.ts'
import { type Answers, form, longText, optional, pick, several } from '../../platform/form.ts'
import { LivePart } from '../../platform/live-part.tsx'
import { Page } from '../../platform/page.tsx'
import { Deeds, Inset, Link, Section, Small, Subheading, Text } from '../../platform/parts.tsx'
import { FormFor, PressButton } from '../../platform/questions.tsx'
import { Lines } from '../parts.tsx'
import type { RoundWithin } from '../queries.ts'
import type { RoomRow } from '../rooms/queries.ts'
import type { NoteFilled } from './actions.ts'
import type { NoteRow } from './queries.ts'
import { readsAll } from './rules.ts'

const AS_SAID = 1
const MOST_CHARACTERS = 4_000

export const noteForm = (rooms: RoomRow[]) =>
  form<NoteFilled>({
    roomId: pick(
      'Room',
      rooms.map(({ id, code, yearGroup, subject }) => [id, `${code}: ${yearGroup}, ${subject}`]),
      { ask: 'Select the room' },
    ),
    words: longText('What you saw and heard', {
      ask: 'Enter what you saw and heard',
      hint: 'Who did and said what, and how many of them. Not how good it was, and nobody’s name',
      max: MOST_CHARACTERS,
      rows: 7,
    }),
    asSaid: {
      ...optional(
        several('Words that judge', [[AS_SAID, 'These words were said in the room']], {
          ask: 'Tick this only where the words were said in the room',
        }),
      ),
      label: 'Only where words are pointed out',
    },
  })

type Props = {
  round: RoundWithin
  form: ReturnType<typeof noteForm>
  answers: Answers
  rooms: RoomRow[]
  notes: NoteRow[]
  personId: number | null
  /** Why this reader cannot write now; null where they may. */
  why: string | null
}

/** For a phone in a lesson: the box first, and below it what was written so far. */
export function NotesPage({ round, form, answers, rooms, notes, personId, why }: Props) {
  const at = `/rounds/${round.id}`
  return (
    <Page title="Notes" wrong={answers.errors.length > 0} up={{ href: at, says: round.title }}>
      <Text>
        <Link to="/rounds/manual/in-the-room">What to write in the room</Link>
      </Text>
      {why === null ? (
        <FormFor form={form} answers={answers} submit="Save this note" keeps />
      ) : (
        <Inset>{why}.</Inset>
      )}
      <LivePart of={`rounds/${round.id}`} part="notes">
        <Section title={readsAll(round) ? 'Notes of everybody' : 'Your notes'} id="notes">
          {!readsAll(round) && (
            <Text>Until the lessons are marked as visited, each reads only their own.</Text>
          )}
          {notes.length === 0 && <Text>No notes yet.</Text>}
          {rooms.map((room) => (
            <RoomNotes
              room={room}
              notes={notes.filter(({ roomId }) => roomId === room.id)}
              {...{ at, personId, open: why === null }}
            />
          ))}
        </Section>
      </LivePart>
    </Page>
  )
}

type RoomProps = { room: RoomRow; notes: NoteRow[]; at: string; personId: number | null; open: boolean }

function RoomNotes({ room, notes, at, personId, open }: RoomProps) {
  if (notes.length === 0) return null
  return (
    <>
      <Subheading>
        {room.code}: {room.yearGroup}, {room.subject}
      </Subheading>
      {notes.map((note) => (
        <>
          <Inset>
            <Lines of={note.words} />
            <Small>
              {note.observer}, {momentInWords(note.writtenAt)}
              {note.keptAsSaid && '. Words that judge were said in the room'}
            </Small>
          </Inset>
          {open && note.personId === personId && (
            <Deeds>
              <Link to={`${at}/notes/${note.id}/correct`}>Correct</Link>
              <PressButton action={`${at}/notes/${note.id}/remove`} says="Remove" about={room.code} quiet />
            </Deeds>
          )}
        </>
      ))}
    </>
  )
}
