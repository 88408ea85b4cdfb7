import { withVotes } from '../../ballots/outcome/told.ts'
import { groupOptions } from '../../groups/queries.ts'
import { groupsSeen, maySeeGroups } from '../../groups/rules.ts'
import type { Actor } from '../../platform/action.ts'
import { timeInLondon } from '../../platform/day.ts'
import { History } from '../../platform/history.tsx'
import { permit } from '../../platform/refusal.ts'
import { revisions } from '../../platform/revision.ts'
import { fillIn, idOf, list, rooms } from '../../platform/web.tsx'
import { openingsWritten } from '../confidential/openings.ts'
import { CONFIDENTIAL, itemKept } from '../minutes/asked.ts'
import { minutesOf } from '../minutes/queries.ts'
import { isApproved } from '../minutes/rules.ts'
import { keepsMeeting } from '../queries.ts'
import { quorumForItem, sitting } from '../seats/queries.ts'
import { isQuorate } from '../seats/rules.ts'
import { correctDecision, recordDecision } from './actions.ts'
import { decisionForm } from './form.ts'
import { DecisionFormPage, DecisionsPage, decisionFilter, decisions as listing } from './pages.tsx'
import { decisionOf, decisionsListed, momentNow } from './queries.ts'

/** The list over all years, and the correction of one; its story is told elsewhere. */
export const decisions = rooms()

decisions.get('/', async (c) => {
  const { by } = c.var
  permit(maySeeGroups(by.who))
  const seen = groupsSeen(by.who)
  const filter = decisionFilter(await groupOptions(by.db, seen))
  return list(c, {
    of: listing,
    filter,
    sort: '-on',
    name: 'decisions',
    rows: async (asked) => {
      const found = await decisionsListed(by.db, asked, seen)
      await openingsWritten(
        by,
        found.rows.map(({ itemId, partB }) => ({ id: itemId, partB })),
        'decision',
        'meetings/decisions',
      )
      return { ...found, rows: await withVotes(by.db, found.rows) }
    },
    page: (shown) => <DecisionsPage {...shown} filter={filter} />,
  })
})

decisions.on(['get', 'post'], '/:id/correct', async (c) => {
  const { by } = c.var
  const found = await decisionOf(by.db, idOf(c))
  permit(await keepsMeeting(by, found.meetingId))
  const form = decisionForm(isApproved((await minutesOf(by.db, found.meetingId)).state))
  const { words, means, pence, takesEffectOn, version } = found
  const history = await revisions(by.db, 'decisions', found.id)
  return fillIn(c, form, {
    current: async () =>
      form.blank({
        words,
        means,
        takesEffectOn,
        version,
        pence: pence === null ? '' : (pence / 100).toFixed(2),
      }),
    page: (answers) => (
      <DecisionFormPage
        {...{ form, answers, notes: [] }}
        title={`Correct decision ${found.number}`}
        up={{ href: `/meetings/${found.meetingId}#decisions`, says: found.meeting }}
      >
        <History of={history} />
      </DecisionFormPage>
    ),
    save: async (filled, by, version) => {
      await correctDecision(by, { id: found.id, version }, filled)
      return `/meetings/${found.meetingId}?did=saved#decisions`
    },
  })
})

/** Below the address of a meeting: recording a decision under one of its items. */
export const decisionsOfItem = rooms()

decisionsOfItem.on(['get', 'post'], '/:id/minutes/:item/decision', async (c) => {
  const { found, item, approved } = await itemKept(c)
  const at = `/meetings/${found.id}/minutes`
  const notes = [await quorumNow(c.var.by, found.id, item.id), item.partB && CONFIDENTIAL]
  const form = decisionForm(approved)
  return fillIn(c, form, {
    page: (answers) => (
      <DecisionFormPage
        {...{ form, answers, notes }}
        title="Record a decision"
        up={{ href: `${at}#item-${item.id}`, says: 'Minutes' }}
      />
    ),
    save: async (filled, by) => {
      await recordDecision(by, { meetingId: found.id, itemId: item.id }, filled)
      return `${at}?did=added#item-${item.id}`
    },
  })
})

/**
 * Without a quorum of the board a decision is recorded all the same, and whoever records it is told. A school that has
 * declared an interest in the item has no part in it.
 */
async function quorumNow({ db, today }: Actor, meetingId: number, itemId: number): Promise<string | null> {
  const meeting = await sitting(db, meetingId)
  if (!meeting.ofBoard) return null
  const goesOn = meeting.heldOn === today && meeting.beganAt !== null && meeting.endedAt === null
  const at = goesOn ? timeInLondon(await momentNow(db)) : null
  const { quorum, says } = await quorumForItem(db, meeting, itemId, at)
  if (quorum.members === 0 || isQuorate(quorum)) return null
  return `There is no quorum: ${says} What was decided is recorded all the same; whether it binds is for the group.`
}
