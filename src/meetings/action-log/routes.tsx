import { groupOptions } from '../../groups/queries.ts'
import { groupsSeen } from '../../groups/rules.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { History } from '../../platform/history.tsx'
import { notPossible, permit } from '../../platform/refusal.ts'
import { revisions } from '../../platform/revision.ts'
import { type Asked, fillIn, idOf, list, press, rooms, show } from '../../platform/web.tsx'
import { isSignedIn } from '../../platform/who.ts'
import { openingsWritten } from '../confidential/openings.ts'
import { CONFIDENTIAL, itemKept } from '../minutes/asked.ts'
import { reasonAsked } from '../minutes/form.ts'
import { minutesOf } from '../minutes/queries.ts'
import { isApproved } from '../minutes/rules.ts'
import { keepsMeeting, meeting } from '../queries.ts'
import { closeAction, correctAction, mayTellOf, noteProgress, recordAction, reopenAction } from './actions.ts'
import { actionForm, filledOf, keyOf } from './form.ts'
import { type OwnerOption, ownerOptions } from './owners.ts'
import {
  ActionFormPage,
  ActionPage,
  ActionsPage,
  actionFilter,
  actionsListing,
  closeForm,
  noteForm,
} from './pages.tsx'
import { type ActionRow, actionOf, actionsListed, laterMeetings, notesOf } from './queries.ts'

export const actions = rooms()

actions.get('/', async (c) => {
  const { who, db, today } = c.var.by
  permit(isSignedIn(who))
  const seen = groupsSeen(who)
  const filter = actionFilter(await groupOptions(db, seen))
  const looking = { seen, personId: who.personId, groups: [...who.leads, ...who.serves], today }
  return list(c, {
    of: actionsListing(today),
    filter,
    sort: 'due',
    name: 'actions',
    rows: async (asked) => {
      const found = await actionsListed(db, asked, looking)
      await noted(c, found.rows)
      return found
    },
    page: (shown) => <ActionsPage {...shown} filter={filter} today={today} />,
  })
})

/** That somebody opened actions of confidential items is written down before they are shown. */
const noted = (c: Asked, rows: ActionRow[]) =>
  openingsWritten(
    c.var.by,
    rows.map(({ itemId, partB }) => ({ id: itemId, partB })),
    'minutes',
    'meetings/actions',
  )

/** An action for whoever owns or undertook it, or sees the meeting it is from. */
async function actionAsked(c: Asked): Promise<ActionRow> {
  const { who, db, today } = c.var.by
  permit(isSignedIn(who))
  const found = await actionOf(db, idOf(c), today)
  const own = [found.ownerId, ...found.owners.map(({ id }) => id)]
  if (who.personId === null || !own.includes(who.personId))
    await meeting(db, found.meetingId, groupsSeen(who))
  return found
}

actions.get('/:id', async (c) => {
  const { by } = c.var
  const action = await actionAsked(c)
  await noted(c, [action])
  const keeps = await keepsMeeting(by, action.meetingId)
  return show(
    c,
    <ActionPage
      {...{ action, keeps, today: by.today }}
      notes={await notesOf(by.db, action.id)}
      tells={await mayTellOf(by, action)}
      history={<History of={await revisions(by.db, 'meetingActions', action.id)} />}
    />,
  )
})

async function actionToTellOf(c: Asked): Promise<ActionRow> {
  const action = await actionAsked(c)
  permit(await mayTellOf(c.var.by, action))
  return action
}

actions.on(['get', 'post'], '/:id/progress', async (c) => {
  const { id, words } = await actionToTellOf(c)
  const at = `/meetings/actions/${id}`
  return fillIn(c, noteForm, {
    page: (answers) => (
      <FormPage {...{ form: noteForm, answers, lead: words }} title="Say how far an action is" up={at} />
    ),
    save: async (filled, by) => {
      await noteProgress(by, id, filled.words)
      return `${at}?did=added`
    },
  })
})

actions.on(['get', 'post'], '/:id/close', async (c) => {
  const { id, words, version, closedOn } = await actionToTellOf(c)
  const at = `/meetings/actions/${id}`
  if (c.req.method === 'GET' && closedOn !== null) throw notPossible('This action was closed already')
  return fillIn(c, closeForm, {
    current: async () => closeForm.blank({ version }),
    page: (answers) => (
      <FormPage
        {...{ form: closeForm, answers, lead: words }}
        title="Close an action"
        submit="Close it"
        up={at}
      />
    ),
    save: async ({ outcome }, by, version) => {
      await closeAction(by, { id, version }, outcome)
      return `${at}?did=saved`
    },
  })
})

actions.post('/:id/reopen', async (c) => {
  const { id } = await actionToTellOf(c)
  return press(c, async (by) => {
    await reopenAction(by, id)
    return `/meetings/actions/${id}?did=saved`
  })
})

actions.on(['get', 'post'], '/:id/correct', async (c) => {
  const { by } = c.var
  const action = await actionAsked(c)
  permit(await keepsMeeting(by, action.meetingId))
  const approved = isApproved((await minutesOf(by.db, action.meetingId)).state)
  const was = ownerOf(action)
  const there = await ownerOptions(by.db, by.today)
  const owners = there.some((one) => keyOf(one) === keyOf(was)) ? there : [was, ...there]
  const form = actionForm(owners, await laterMeetings(by.db, action.meetingId), approved ? reasonAsked : null)
  const { words, dueMeetingId, dueOn, version } = action
  const history = await revisions(by.db, 'meetingActions', action.id)
  return fillIn(c, form, {
    current: async () => form.blank({ words, dueMeetingId, dueOn, version, owner: keyOf(was) }),
    page: (answers) => (
      <ActionFormPage
        {...{ form, answers, notes: [] }}
        title="Correct this action"
        up={{ href: `/meetings/actions/${action.id}`, says: 'Action' }}
      >
        <History of={history} />
      </ActionFormPage>
    ),
    save: async (typed, by, version) => {
      await correctAction(by, { id: action.id, version }, filledOf(typed, owners))
      return `/meetings/actions/${action.id}?did=saved`
    },
  })
})

const ownerOf = (action: ActionRow): OwnerOption => ({
  ...{ personId: action.ownerId, name: action.owner, post: action.ownerPost, place: action.place },
  ...{ membershipId: action.ownerMembershipId, groupId: action.ownerGroupId },
})

/** Below the address of a meeting: recording an action under one of its items. */
export const actionsOfItem = rooms()

actionsOfItem.on(['get', 'post'], '/:id/minutes/:item/action', async (c) => {
  const { by } = c.var
  const { found, item, approved } = await itemKept(c)
  const at = `/meetings/${found.id}/minutes`
  const owners = await ownerOptions(by.db, found.heldOn)
  const form = actionForm(owners, await laterMeetings(by.db, found.id), approved ? reasonAsked : null)
  return fillIn(c, form, {
    page: (answers) => (
      <ActionFormPage
        {...{
          form,
          answers,
          notes: [item.partB && `${CONFIDENTIAL} Its owner sees it only if they may read the item.`],
        }}
        title="Record an action"
        up={{ href: `${at}#item-${item.id}`, says: 'Minutes' }}
      />
    ),
    save: async (typed, by) => {
      await recordAction(by, { meetingId: found.id, itemId: item.id }, filledOf(typed, owners))
      return `${at}?did=added#item-${item.id}`
    },
  })
})
