import type { Child } from 'hono/jsx'
import { FeedbackItem, feedbackLines } from '../../feedback/parts.tsx'
import { feedbackOn } from '../../feedback/queries.ts'
import { mayOpen } from '../../feedback/rules.ts'
import type { Actor } from '../../platform/action.ts'
import { inWords } from '../../platform/day.ts'
import { Link, Text } from '../../platform/parts.tsx'
import { actionsFor } from '../action-log/queries.ts'
import { OpenActions } from '../minutes/pages.tsx'
import type { Meeting } from '../queries.ts'
import { Declarations } from './interests/pages.tsx'
import { interestsAt, interestsHeld } from './interests/queries.ts'
import { maySeeInterests } from './interests/rules.ts'
import { expectedAt, type Item, previousMeeting } from './queries.ts'
import type { ItemKind } from './tables.ts'

/** What stands under an item by itself: a title, the page’s part, and its lines for a document. */
export type Content = { title: string; shown: Child; lines: string[] }

type Source = (by: Actor, meeting: Meeting) => Promise<Content | null>

/** What appears under an item of its kind by itself, out of what is recorded elsewhere. */
export const contentOf = async (by: Actor, meeting: Meeting, { kind }: Item): Promise<Content | null> =>
  (await sources[kind]?.(by, meeting)) ?? null

const declarations: Source = async (by, meeting) => {
  if (!maySeeInterests(by.who)) return null
  const expected = await expectedAt(by.totals, meeting.id, meeting.heldOn)
  const people = expected.map(({ id }) => id)
  const [held, declared] = await Promise.all([
    interestsHeld(by.db, people, meeting.heldOn),
    interestsAt(by.db, meeting.id),
  ])
  const lines = held.map(
    ({ person, school, words }) => `${[person, school].filter(Boolean).join(', ')}: ${words}`,
  )
  return { title: 'Interests of those expected', shown: <Declarations {...{ held, declared }} />, lines }
}

const lastMeeting: Source = async (by, { id }) => {
  const last = await previousMeeting(by.db, id)
  if (!last) return null
  const when = inWords(last.heldOn)
  const shown = (
    <Text>
      <Link to={`/meetings/${last.id}/minutes`}>{last.title}</Link>, {when}.
    </Text>
  )
  return { title: 'The last meeting', shown, lines: [`${last.title}, ${when}`] }
}

const carriedActions: Source = async (by, { id }) => {
  const actions = await actionsFor(by.db, id, by.today)
  const lines = actions.map(({ words, owners }) => [words, ...owners.map(({ name }) => name)].join(', '))
  return { title: 'Actions of earlier meetings', shown: <OpenActions of={actions} />, lines }
}

const feedback: Source = async (by, { id }) => {
  const rows = await feedbackOn(by, id)
  const shown = <FeedbackItem meetingId={id} rows={rows} opens={(row) => mayOpen(by.who, row)} />
  return { title: 'Feedback owed', shown, lines: feedbackLines(id, rows) }
}

const sources: Partial<Record<ItemKind, Source>> = {
  declarations,
  minutes: lastMeeting,
  'matters arising': lastMeeting,
  actions: carriedActions,
  feedback,
}
