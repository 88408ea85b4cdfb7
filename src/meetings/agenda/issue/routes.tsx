import { terms } from '../../../agreement/terms/queries.ts'
import { academicYearOf, inWords, momentInWords } from '../../../platform/day.ts'
import { type Answers, form, kept, longText, optional } from '../../../platform/form.ts'
import { Page } from '../../../platform/page.tsx'
import { Bullets, Details, Inset, Lead, Text } from '../../../platform/parts.tsx'
import { FormFor } from '../../../platform/questions.tsx'
import type { Settings } from '../../../platform/settings.ts'
import { fillIn, rooms } from '../../../platform/web.tsx'
import type { Meeting } from '../../queries.ts'
import { meetingKept } from '../asked.ts'
import { type Sent, sendAgenda } from './actions.ts'
import { recipients, type Sending, sendings } from './queries.ts'
import { type Notice, noticeGiven, noticeInWords } from './rules.ts'

const words = optional(
  longText('Words to go with it', { ask: '', max: 2000, rows: 4, hint: 'Read by everybody who is sent it' }),
)
const reason = longText('Why it is sent late', {
  ask: 'Enter why it is sent later than the heads agreed on',
  max: 500,
  rows: 3,
  hint: 'Shown beside the agenda',
})

/** A reason is asked for only where notice falls short. */
const sendForm = (late: boolean) =>
  form<Sent>({
    reason: late ? reason : { ...optional(reason), widget: { kind: 'hidden' } },
    words,
    before: kept('How often it was sent before'),
  })

/** Sending the agenda, with the addresses in its mail. */
export function sending(settings: Pick<Settings, 'url' | 'secret'>) {
  const routes = rooms()
  routes.on(['get', 'post'], '/:id/agenda/issue', async (c) => {
    const { by } = c.var
    const found = await meetingKept(c)
    const { noticeDays } = await terms(by.db, academicYearOf(found.heldOn))
    const notice = noticeGiven(by.today, found.heldOn, noticeDays)
    const late = notice.late && found.agendaIssuedAt === null
    const sendingForm = sendForm(late)
    const to = await recipients(by.totals, found.id, by.today)
    const sent = await sendings(by.db, found.id)
    return fillIn(c, sendingForm, {
      current: async () => sendingForm.blank({ before: String(sent.length) }),
      page: (answers) => <SendPage {...{ meeting: found, form: sendingForm, answers, notice, to, sent }} />,
      save: async (filled, by) => {
        await sendAgenda(by, found, filled, settings)
        return `/meetings/${found.id}/agenda?did=sent`
      },
    })
  })
  return routes
}

type SendProps = {
  meeting: Meeting
  form: ReturnType<typeof sendForm>
  answers: Answers
  notice: Notice
  to: Awaited<ReturnType<typeof recipients>>
  sent: Sending[]
}

const many = (count: number) => (count === 1 ? '1 person' : `${count} people`)

function SendPage({ meeting, form, answers, notice, to, sent }: SendProps) {
  const again = meeting.agendaIssuedAt !== null
  return (
    <Page
      title={again ? 'Send the agenda again' : 'Send the agenda'}
      wrong={answers.errors.length > 0}
      up={{ href: `/meetings/${meeting.id}/agenda`, says: 'Agenda' }}
    >
      <Lead>
        {meeting.title}, {inWords(meeting.heldOn)}. It goes by mail to {many(to.written.length)} who{' '}
        {to.written.length === 1 ? 'is' : 'are'} expected, with the titles of what is not confidential and a
        link to the pack.
      </Lead>
      {!again && <Inset>{noticeInWords(notice)}</Inset>}
      {sent.map(({ circulatedAt, people }) => (
        <Text>
          Sent to {many(people)} on {momentInWords(circulatedAt)}.
        </Text>
      ))}
      <FormFor form={form} answers={answers} submit={again ? 'Send it again' : 'Send it'} />
      <Details summary="Who is written to">
        <Bullets items={to.written.map(({ name }) => name)} />
        {to.unreached.length > 0 && (
          <Text>No address is known of {to.unreached.map(({ name }) => name).join(', ')}.</Text>
        )}
      </Details>
    </Page>
  )
}
