import { inWords } from '../../platform/day.ts'
import { type Form, form, longText, optional, pick } from '../../platform/form.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { notPossible, permit } from '../../platform/refusal.ts'
import { type Asked, fillIn, press, rooms } from '../../platform/web.tsx'
import { minutesKept } from './asked.ts'
import { type ApprovalFilled, approve, circulate, sendBack, sendToChair, takeBack } from './moves.ts'
import { approvingMeetings } from './queries.ts'
import { mayMove } from './rules.ts'

const sendBackForm = form<{ asks: string }>({
  asks: longText('What is to be put right', { ask: 'Enter what is to be put right', max: 2000, rows: 6 }),
})

/** Each step that minutes take between the first word and the signature. */
export function steps(url: string) {
  const routes = rooms()
  const pressed = (name: string, work: (c: Asked, id: number) => Parameters<typeof press>[1]) =>
    routes.post(`/:id/minutes/${name}`, async (c) => {
      const { found } = await minutesKept(c)
      return press(c, work(c, found.id))
    })
  const back = (id: number, did: string) => `/meetings/${id}/minutes?did=${did}`

  pressed('send', (_, id) => async (by) => {
    await sendToChair(by, id, url)
    return back(id, 'sent')
  })
  pressed('take-back', (_, id) => async (by) => {
    await takeBack(by, id)
    return back(id, 'saved')
  })
  pressed('circulate', (_, id) => async (by) => {
    await circulate(by, id, url)
    return back(id, 'sent')
  })

  routes.on(['get', 'post'], '/:id/minutes/send-back', async (c) => {
    const { found, minutes, hand } = await minutesKept(c)
    permit(hand.chair)
    waiting(c, mayMove(hand, minutes.state, 'send back'))
    return fillIn(c, sendBackForm, {
      current: async () => sendBackForm.blank({ version: minutes.version }),
      page: (answers) => (
        <FormPage
          {...{ form: sendBackForm, answers }}
          title="Send the minutes back"
          lead="The clerk reads this beside the minutes."
          submit="Send back"
          up={`/meetings/${found.id}/minutes`}
        />
      ),
      save: async ({ asks }, by, version) => {
        await sendBack(by, { id: found.id, version, url }, asks)
        return back(found.id, 'sent')
      },
    })
  })

  routes.on(['get', 'post'], '/:id/minutes/approve', async (c) => {
    const { by } = c.var
    const { found, minutes, hand } = await minutesKept(c)
    permit(hand.keeper)
    waiting(c, mayMove(hand, minutes.state, 'approve'))
    const form = await approvalForm(c, found.id)
    return fillIn(c, form, {
      current: async () =>
        form.blank({ approvedMeetingId: c.req.query('at') ?? '', version: minutes.version }),
      page: (answers) => (
        <FormPage
          {...{ form, answers }}
          title={`Approval of the minutes: ${found.title}`}
          lead="Write amendments into the minutes first. What stands then is frozen as the first edition."
          submit="Record the approval"
          up={`/meetings/${found.id}/minutes`}
        />
      ),
      save: async (filled, inside, version) => {
        await approve(inside, { id: found.id, version, today: by.today }, filled)
        return `/meetings/${found.id}/editions?did=saved`
      },
    })
  })

  return routes
}

/** No form is shown for a step that is taken already. */
function waiting(c: Asked, does: boolean) {
  if (c.req.method === 'GET' && !does) throw notPossible('The minutes are not waiting for this step')
}

async function approvalForm(c: Asked, id: number): Promise<Form<ApprovalFilled>> {
  const { by } = c.var
  const meetings = await approvingMeetings(by.db, id, by.today)
  return form<ApprovalFilled>({
    approvedMeetingId: pick(
      'Approved at',
      meetings.map(({ id, title, heldOn }) => [id, `${title}, ${inWords(heldOn)}`]),
      {
        ask: 'Select the meeting that approved them',
        hint: 'A later meeting of the same group',
      },
    ),
    amendments: optional(
      longText('Amendments that were made', {
        ask: '',
        hint: 'As that meeting agreed them, for everybody who may read the minutes: name nothing confidential',
        max: 2000,
        rows: 4,
      }),
    ),
  })
}
