import type { Stated } from '../../../ballots/outcome/rules.ts'
import { withVotes } from '../../../ballots/outcome/told.ts'
import { atMeeting } from '../../../feedback/parts.tsx'
import { feedbackOn } from '../../../feedback/queries.ts'
import { membersOn } from '../../../members/queries.ts'
import { type Day, inWords } from '../../../platform/day.ts'
import type { Reader } from '../../../platform/db.ts'
import { actionsOfMeeting } from '../../action-log/queries.ts'
import { postInWords } from '../../action-log/rules.ts'
import { agendaOf, type Item } from '../../agenda/queries.ts'
import { decisionsOfMeeting } from '../../decisions/queries.ts'
import type { Meeting } from '../../queries.ts'
import { registerOf } from '../../register/queries.ts'
import { turnout, turnoutInWords } from '../../register/rules.ts'
import { quorumOf, sitting } from '../../seats/queries.ts'
import { quorumInWords } from '../../seats/rules.ts'
import { paragraphsOf } from '../merge.ts'
import { interestsDeclared, type MinutesRow, paperTitles, wordsOf } from '../queries.ts'
import { isApproved } from '../rules.ts'
import { type Front, type OfItem, type Part, partsOf } from './parts.ts'

/** All that is recorded of a meeting, as minutes in parts; of what the reader may not read there is nothing. */
export async function composed(
  db: Reader,
  meeting: Meeting,
  minutes: MinutesRow,
  today: Day,
): Promise<Part[]> {
  const items = await agendaOf(db, meeting.id)
  const [front, lines, of, reported] = await Promise.all([
    frontOf(db, meeting, minutes),
    registerOf(db, meeting.id, 'all'),
    saidOfItems(db, meeting.id, today),
    items.some(hearsFeedback) ? reportedTo(db, meeting.id, today) : unreported,
  ])
  const says = (item: Item): OfItem => ({ ...of(item), ...(hearsFeedback(item) ? reported : unreported) })
  const attended = lines.map(({ school, capacity, arrived, departed, person, why }) => ({
    ...{ school, capacity, arrived, departed, name: person, why },
  }))
  return partsOf(
    front,
    attended,
    items.map((item) => ({ itemId: item.id, number: item.number, partB: item.partB, says: says(item) })),
  )
}

const hearsFeedback = ({ kind }: Item) => kind === 'feedback'
type Reports = Pick<OfItem, 'feedback' | 'reporters'>
const unreported: Reports = { feedback: [], reporters: [] }

/** What each representative reported back, and what is owed still, as it stands on this day. */
async function reportedTo(db: Reader, meetingId: number, today: Day): Promise<Reports> {
  const rows = await feedbackOn({ db, today }, meetingId)
  return {
    feedback: rows.map((row) => ({
      ...{ group: row.group, met: row.heldOn, school: row.school, stands: atMeeting(row, meetingId) },
      words: row.at?.id === meetingId ? row.words : null,
    })),
    reporters: rows.map(({ person }, report) => ({ report, name: person })),
  }
}

async function frontOf(db: Reader, meeting: Meeting, minutes: MinutesRow): Promise<Front> {
  const [lines, members, quorum] = await Promise.all([
    registerOf(db, meeting.id, 'all'),
    membersOn(db, meeting.heldOn),
    sitting(db, meeting.id).then((found) => (found.ofBoard ? quorumOf(db, found, null) : null)),
  ])
  const ids = members.map(({ id }) => id)
  const { id, title, heldOn, starts, ends, place, chair, clerk, groups } = meeting
  return {
    meeting: { id, title, groups: groups.map(({ name }) => name) },
    ...{ heldOn, starts, ends, place, chair, clerk },
    turnout: turnoutInWords(turnout(lines, ids)),
    quorum: quorum !== null && quorum.members > 0 ? quorumInWords(quorum) : null,
    approved: approvalIn(minutes),
  }
}

const approvalIn = ({ state, approvedOn, approvedAt, amendments }: MinutesRow): Front['approved'] =>
  isApproved(state) && approvedOn !== null
    ? { on: approvedOn, at: approvedAt ?? '', amendments: amendments || null }
    : null

/** What schools said of their votes, where any did: minutes of before there were votes say the same as they did. */
function statementsIn(decisions: { number: string; said: Stated[] }[]): Pick<OfItem, 'statements'> {
  const statements = decisions.flatMap(({ number, said }) =>
    said.map((one) => ({ decision: number, ...one })),
  )
  return statements.length === 0 ? {} : { statements }
}

/** What each item of a meeting led to, asked for all of them together. */
async function saidOfItems(db: Reader, meetingId: number, today: Day) {
  const [words, papers, decisions, actions, interests] = await Promise.all([
    wordsOf(db, meetingId),
    paperTitles(db, meetingId),
    decisionsOfMeeting(db, meetingId).then((found) => withVotes(db, found)),
    actionsOfMeeting(db, meetingId, today),
    interestsDeclared(db, meetingId),
  ])
  const of = <Row extends { itemId: number }>(rows: Row[], item: Item) =>
    rows.filter(({ itemId }) => itemId === item.id)
  return (item: Item): Omit<OfItem, keyof Reports> => ({
    item: {
      ...{ id: item.id, title: item.title, kind: item.kind },
      papers: of(papers, item).map(({ title }) => title),
    },
    minute: of(words, item).flatMap((row) => paragraphsOf(row.words)),
    decisions: of(decisions, item).map(({ number, words, means, pence, takesEffectOn, vote }) => ({
      ...{ number, words, means, pence, takesEffectOn },
      ...(vote === null ? {} : { vote }),
    })),
    ...statementsIn(of(decisions, item)),
    actions: of(actions, item).map(({ id, words, ownerPost, place, dueOn, dueMeeting }) => ({
      ...{ id, words, post: postInWords({ post: ownerPost, place }) },
      due: dueOn ? inWords(dueOn) : dueMeeting,
    })),
    owners: of(actions, item).map(({ id, owner }) => ({ action: id, name: owner })),
    interests: of(interests, item).map(({ name, school, words, leftRoom }) => ({
      ...{ name, school, words, leftRoom },
    })),
  })
}
