import type { Actor } from '../platform/action.ts'
import { inShort, inWords } from '../platform/day.ts'
import { FormPage } from '../platform/form-page.tsx'
import { History } from '../platform/history.tsx'
import { permit } from '../platform/refusal.ts'
import { revisions } from '../platform/revision.ts'
import { type Asked, fillIn, idOf, type ListAsked, list, rooms, show } from '../platform/web.tsx'
import { feedbackOf, giveFeedback, isOver, keepsMeeting } from './actions.ts'
import {
  type FeedbackFilter,
  FeedbackListPage,
  FeedbackPage,
  feedbackFilter,
  feedbackForm,
  listing,
  NoHearingPage,
} from './pages.tsx'
import { type Feedback, feedback, hearingOptions, hearings, hearingsOf } from './queries.ts'
import {
  answersFor,
  feedbackHref,
  hearingsFor,
  isOwing,
  mayGive,
  mayOpen,
  maySeeFeedback,
  seesAll,
} from './rules.ts'

export const feedbackGiven = rooms()

/** What waits for this person: their own, and what somebody who has left owes for their school. */
const isTheirs = ({ who }: Actor, one: Feedback) =>
  isOwing(one.state) && (one.personId === who.personId || (!one.isThere && answersFor(who, one)))

feedbackGiven.get('/', async (c) => {
  const { by } = c.var
  permit(maySeeFeedback(by.who))
  const all = (await feedback(by)).filter((one) => mayOpen(by.who, one))
  const opens = seesAll(by.who)
  const mine = all.filter((one) => isTheirs(by, one))
  return list(c, {
    of: listing(opens),
    filter: feedbackFilter,
    sort: '-met',
    name: 'feedback',
    rows: async (asked) => inOrder(all, asked),
    page: (shown) => <FeedbackListPage {...shown} {...{ mine, opens }} personId={by.who.personId} />,
  })
})

const sortedBy: Record<string, (one: Feedback) => string> = {
  group: ({ group }) => group,
  met: ({ heldOn }) => heldOn,
  person: ({ person }) => person,
  school: ({ school }) => school ?? '',
  due: ({ due }) => due?.heldOn ?? '9999',
  at: ({ at }) => at?.heldOn ?? '9999',
  state: ({ state }) => state,
}

function inOrder(all: Feedback[], { filter, order, limit, offset }: ListAsked<FeedbackFilter>) {
  const words = filter.words?.toLowerCase()
  const by = sortedBy[order.sort] ?? (({ heldOn }: Feedback) => heldOn)
  const rows = all
    .filter(({ state }) => !filter.state || state === filter.state)
    .filter((one) => !words || `${one.group} ${one.person} ${one.school}`.toLowerCase().includes(words))
    .sort((a, b) => by(a).localeCompare(by(b)) * (order.descending ? -1 : 1))
  return { rows: rows.slice(offset, offset + limit), total: rows.length }
}

const keyOf = (c: Asked) => ({ sourceId: idOf(c, 'source'), personId: idOf(c, 'person') })

/** Whether this person keeps the meeting at which it stands, was given, or was missed last where none is ahead. */
async function keeps(by: Actor, { at, missed }: Feedback) {
  const meeting = at ?? missed.at(-1)
  return meeting !== undefined && (await keepsMeeting(by, meeting.id))
}

feedbackGiven.get('/:source/:person', async (c) => {
  const { by } = c.var
  permit(maySeeFeedback(by.who))
  const found = await feedbackOf(by, keyOf(c))
  const keeping = await keeps(by, found)
  permit(keeping || mayOpen(by.who, found))
  const gives = mayGive(by.who, found, { keeps: keeping, over: isOver(found, by.today) })
  const history = found.id !== null && <History of={await revisions(by.db, 'feedbacks', found.id)} />
  return show(c, <FeedbackPage feedback={found} {...{ gives, history }} opens={seesAll(by.who)} />)
})

feedbackGiven.on(['get', 'post'], '/:source/:person/give', async (c) => {
  const { by } = c.var
  permit(maySeeFeedback(by.who))
  const key = keyOf(c)
  const found = await feedbackOf(by, key)
  const keeping = await keeps(by, found)
  permit(mayGive(by.who, found, { keeps: keeping, over: isOver(found, by.today) }))
  const body = hearingsOf(found, await hearings(by.db))
  const open = hearingsFor(body, found.heldOn, { today: by.today, keeps: keeping })
  if (open.length === 0) return show(c, <NoHearingPage feedback={found} today={by.today} />)
  const form = feedbackForm(hearingOptions(open, inShort), found.body ?? 'the board')
  return fillIn(c, form, {
    current: async () => {
      const { words, version, givenMeetingId, at } = await feedbackOf(by, key)
      const meeting = givenMeetingId ?? at?.id ?? null
      return form.blank({ words, givenMeetingId: meeting, version: version ?? 0 })
    },
    page: (answers) => (
      <FormPage
        {...{ form, answers }}
        title={`Report back from ${found.group}`}
        lead={`${found.title}, ${inWords(found.heldOn)}, where ${found.person} represented the alliance.`}
        up={feedbackHref(found)}
      />
    ),
    save: async (filled, by, version) => {
      await giveFeedback(by, { ...key, version }, filled)
      return `${feedbackHref(found)}?did=saved`
    },
  })
})
