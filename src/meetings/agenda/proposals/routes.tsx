import { terms } from '../../../agreement/terms/queries.ts'
import { academicYearOf, inWords } from '../../../platform/day.ts'
import { form, longText, optional, select, text, wholeNumber, yesNo } from '../../../platform/form.ts'
import { FormPage } from '../../../platform/form-page.tsx'
import { notPossible, permit } from '../../../platform/refusal.ts'
import { fillIn, idOf, press, rooms } from '../../../platform/web.tsx'
import { itemAsked, meetingAsked, meetingKept } from '../asked.ts'
import { LONGEST_ITEM } from '../forms.tsx'
import { plainTitle } from '../rules.ts'
import { acceptItem, declineItem, type Proposed, proposeItem, withdrawProposal } from './actions.ts'
import { closesOn, mayPropose } from './rules.ts'

const proposalForm = form<Proposed>({
  title: text('Title', { ask: 'Enter what the item is called' }),
  kind: select(
    'What it is for',
    { report: 'To be told', consultation: 'To be discussed', decision: 'To be decided' },
    { ask: 'Select what it is for' },
  ),
  purpose: longText('What the meeting is asked to do', {
    ask: 'Enter what the meeting is asked to do',
    max: 2000,
    rows: 4,
  }),
  minutes: optional(
    wholeNumber('Minutes', { ask: '', hint: 'How long it takes, like 10', min: 1, max: LONGEST_ITEM }),
  ),
  confidential: yesNo('Should it be confidential (Part B)?', {
    ask: 'Select yes if it should be confidential',
    hint: 'Then only the members of the group read it',
  }),
})

const declineForm = form<{ reason: string }>({
  reason: longText('Reason', {
    ask: 'Enter why it is declined',
    max: 2000,
    rows: 4,
    hint: 'Whoever proposed it reads this',
  }),
})

/** Items that members propose. `site` is where this alliance's pages are on the web, for its mail. */
export function proposedItems(site: string) {
  const routes = rooms()

  routes.on(['get', 'post'], '/:id/items/propose', async (c) => {
    const { by } = c.var
    const { found } = await meetingAsked(c)
    permit(mayPropose(by.who, found.groups))
    const { feedbackCutOff } = await terms(by.db, academicYearOf(found.heldOn))
    return fillIn(c, proposalForm, {
      page: (answers) => (
        <FormPage
          {...{ form: proposalForm, answers }}
          title="Propose an item"
          up={{ href: `/meetings/${found.id}`, says: found.title }}
          lead={`For ${found.title}, ${inWords(found.heldOn)}. Items can be proposed until ${inWords(closesOn(found.heldOn, feedbackCutOff))}; whoever keeps the agenda puts them on it, or says why not.`}
          submit="Propose it"
        />
      ),
      save: async (filled, by) =>
        `/meetings/${found.id}/items/${await proposeItem(by, found, feedbackCutOff, filled)}?did=added`,
    })
  })

  routes.post('/:id/items/:item/accept', async (c) => {
    const { id } = await meetingKept(c)
    return press(c, async (by) => {
      await acceptItem(by, id, idOf(c, 'item'))
      return `/meetings/${id}/agenda?did=added`
    })
  })

  routes.on(['get', 'post'], '/:id/items/:item/decline', async (c) => {
    const { found, item, keeps } = await itemAsked(c)
    permit(keeps)
    if (c.req.method === 'GET' && item.state !== 'proposed')
      throw notPossible('This proposal was answered or withdrawn already')
    return fillIn(c, declineForm, {
      page: (answers) => (
        <FormPage
          {...{ form: declineForm, answers }}
          title={item.partB ? 'Decline a proposal for Part B' : `Decline: ${plainTitle(item)}`}
          up={`/meetings/${found.id}/agenda`}
          submit="Decline it"
        />
      ),
      save: async ({ reason }, by) => {
        await declineItem(by, found, item.id, reason, site)
        return `/meetings/${found.id}/agenda?did=saved`
      },
    })
  })

  routes.post('/:id/items/:item/withdraw', async (c) => {
    const { item } = await itemAsked(c)
    return press(c, async (by) => {
      await withdrawProposal(by, item.meetingId, item.id)
      return `/meetings/${item.meetingId}/items/${item.id}?did=saved`
    })
  })

  return routes
}
