import { keyOf } from '../../meetings/action-log/form.ts'
import { ownerOptions } from '../../meetings/action-log/owners.ts'
import { laterMeetings } from '../../meetings/action-log/queries.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { type Asked, fillIn, idOf, press, rooms, show } from '../../platform/web.tsx'
import { resultOf } from '../counting/result.ts'
import { type Ballot, keepsBallot } from '../queries.ts'
import { seenBallot } from '../seen.ts'
import {
  consultAfter,
  correctStatement,
  makeStatement,
  NOTHING_TO_FOLLOW,
  recordOutcome,
  takeBackStatement,
} from './actions.ts'
import { consultForm, filledOf, outcomeForm, statementForm } from './form.ts'
import { NoMeetingPage, RecordPage, StatementPage, WhichSchoolPage } from './pages.tsx'
import { boardsAhead, decisionBy, isMinuted, itemToFollow, meetingsAfter } from './queries.ts'
import { decidedAlready, decisionWords, whyNoDecision, whyNoStatement } from './rules.ts'
import { statable } from './section.tsx'
import { byVote, statementsOf } from './told.ts'

/** What a vote leads to: its decision, what schools say of it, and a consultation that follows it. */
export const outcomes = rooms()

/** The ballot an address names, for whoever keeps it. */
async function ballotKept(c: Asked): Promise<Ballot> {
  const ballot = await seenBallot(c.var.by, idOf(c))
  permit(await keepsBallot(c.var.by, ballot))
  return ballot
}

outcomes.on(['get', 'post'], '/:id/decision', async (c) => {
  const { by } = c.var
  const ballot = await ballotKept(c)
  const [result, recorded] = await Promise.all([resultOf(by.db, ballot), decisionBy(by.db, ballot.id)])
  const why = whyNoDecision(ballot, result)
  if (why !== null || !result) throw notPossible(why ?? '')
  if (recorded && c.req.method === 'GET') throw notPossible(decidedAlready(recorded.number))
  const hangs = ballot.itemId !== null && ballot.meetingId !== null
  const boards = await boardsAhead(by.db, by.today)
  if (!hangs && boards.length === 0) return show(c, <NoMeetingPage ballot={ballot} />)
  const owners = await ownerOptions(by.db, ballot.heldOn ?? by.today)
  const form = outcomeForm({
    owners,
    due: ballot.meetingId === null ? boards : await laterMeetings(by.db, ballot.meetingId),
    reported: hangs ? null : boards,
    approved: await isMinuted(by.db, ballot.meetingId),
  })
  const keyed = owners.map((one) => ({ key: keyOf(one), one }))
  return fillIn(c, form, {
    current: async () =>
      form.blank({
        words: decisionWords(ballot, result),
        ...(hangs ? {} : { meetingId: boards[0]?.[0] }),
      }),
    page: (answers) => (
      <RecordPage
        {...{ ballot, form, answers }}
        vote={`${byVote(ballot, result)}.`}
        notes={[
          !!ballot.partB && 'This vote is confidential, and so is what is recorded of it.',
          !hangs && 'It was taken between meetings, and is reported to the meeting that you choose.',
        ]}
      />
    ),
    save: async (typed, by) => {
      await recordOutcome(by, ballot.id, filledOf(typed, keyed))
      return `/ballots/${ballot.id}?did=added#outcome`
    },
  })
})

/** The school that a statement is of, of those that whoever asks may speak for now. */
async function stated(c: Asked, ballot: Ballot) {
  const { by } = c.var
  const decided = await decisionBy(by.db, ballot.id)
  const minuted = decided?.minuted || (await isMinuted(by.db, ballot.meetingId))
  const why = whyNoStatement({ ...ballot, minuted, today: by.today })
  const schools = await statable(by, ballot, minuted)
  if (why !== null) throw notPossible(why)
  permit(schools.length > 0)
  const asked = new URL(c.req.url).searchParams.get('school')
  const school = schools.find(({ membershipId }) => String(membershipId) === asked)
  if (asked !== null && !school) throw notFound()
  return { schools, school: school ?? (schools.length === 1 ? schools[0] : undefined) }
}

outcomes.on(['get', 'post'], '/:id/statement', async (c) => {
  const { by } = c.var
  const ballot = await seenBallot(by, idOf(c))
  const { schools, school } = await stated(c, ballot)
  if (!school) return show(c, <WhichSchoolPage {...{ ballot, schools }} />)
  const { membershipId } = school
  const own = async () =>
    (await statementsOf(c.var.by.db, [ballot.id])).find((one) => one.membershipId === membershipId)
  const stands = await own()
  return fillIn(c, statementForm, {
    current: async () => {
      const now = await own()
      return statementForm.blank(now ? { words: now.words, version: now.version } : {})
    },
    page: (answers) => (
      <StatementPage {...{ ballot, school, answers }} form={statementForm} stands={stands !== undefined} />
    ),
    save: async ({ words }, by, version) => {
      if (stands && version > 0)
        await correctStatement(by, { id: stands.id, version, ballotId: ballot.id, membershipId }, words)
      else await makeStatement(by, ballot.id, membershipId, words)
      return `/ballots/${ballot.id}?did=saved#statements`
    },
  })
})

outcomes.post('/:id/statement/take-back', async (c) => {
  const ballot = await seenBallot(c.var.by, idOf(c))
  const { school } = await stated(c, ballot)
  if (!school) throw notFound()
  return press(c, async (by) => {
    await takeBackStatement(by, ballot.id, school.membershipId)
    return `/ballots/${ballot.id}?did=removed#statements`
  })
})

outcomes.on(['get', 'post'], '/:id/consult', async (c) => {
  const { by } = c.var
  const ballot = await ballotKept(c)
  if (ballot.state !== 'closed') throw notPossible('This vote is not closed yet')
  const follows = await itemToFollow(by.db, ballot)
  if (!follows) throw notPossible(NOTHING_TO_FOLLOW)
  const meetings = await meetingsAfter(by.db, follows.meetingId, by.today)
  if (meetings.length === 0)
    throw notPossible('No later meeting of the group is planned. Plan one first; then come back here')
  const form = consultForm(meetings)
  return fillIn(c, form, {
    // What is confidential is not put into the title of an item that is not.
    current: async () =>
      form.blank({ meetingId: meetings[0]?.[0], ...(ballot.partB ? {} : { title: titled(ballot) }) }),
    page: (answers) => (
      <FormPage
        {...{ form, answers }}
        title="Consult the schools"
        lead={
          ballot.partB
            ? 'The vote is confidential; the new item is not until it is made so. Name nothing confidential in it.'
            : 'A consultation is put on the agenda of a later meeting, and takes up what was voted on.'
        }
        up={{ href: `/ballots/${ballot.id}`, says: 'The vote' }}
        submit="Put it on the agenda"
      />
    ),
    save: async (filled, by) => {
      const item = await consultAfter(by, ballot.id, filled)
      return `/meetings/${filled.meetingId}/items/${item}?did=added`
    },
  })
})

const LONGEST_TITLE = 200

const titled = ({ question }: Ballot) => question.slice(0, LONGEST_TITLE)
