import type { Child } from 'hono/jsx'
import { FeedbackItem } from '../../feedback/parts.tsx'
import type { Feedback } from '../../feedback/queries.ts'
import { inWords } from '../../platform/day.ts'
import type { Answers, Form } from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import { Bullets, ButtonLink, Deeds, Details, Inset, Lead, Link, Tag, Text } from '../../platform/parts.tsx'
import { GroupsFor, PressButton, SubmitThen } from '../../platform/questions.tsx'
import type { ActionRow } from '../action-log/queries.ts'
import { carriedInWords } from '../action-log/rules.ts'
import type { Meeting } from '../queries.ts'
import { capacities } from '../tables.ts'
import type { Told, ToldItem } from './editions/parts.ts'
import { type Filled, questionsOf } from './form.ts'
import type { MinutesRow, ToApprove } from './queries.ts'
import { Before, linesOf, MinutesRead, Outcome, titleOf } from './read.tsx'
import { isDraft, type Move, moves } from './rules.ts'
import { type MinuteState, minuteStates } from './tables.ts'

const tones = {
  writing: 'calm',
  'with the chair': 'due',
  circulated: 'due',
  approved: 'good',
  signed: 'good',
} as const
export const MinutesTag = ({ state }: { state: MinuteState }) => (
  <Tag says={minuteStates[state]} tone={tones[state]} />
)

/** “Draft minutes of Board, 1 February 2018”: what nobody has approved says so wherever it is seen. */
export const minutesTitle = ({ title, heldOn }: Pick<Meeting, 'title' | 'heldOn'>, state: MinuteState) =>
  `${isDraft(state) ? 'Draft minutes' : 'Minutes'}: ${title}, ${inWords(heldOn)}`

/** What stands beside an item that offers something of its own: earlier minutes to approve, open actions, feedback owed. */
export type Offered = {
  toApprove: ToApprove[]
  actions: ActionRow[]
  feedback: Feedback[]
  /** Whose feedback may be opened by whoever writes. */
  opens: (row: Feedback) => boolean
}

type WriteProps = {
  meeting: Meeting
  minutes: MinutesRow
  form: Form<Filled>
  answers: Answers
  items: { id: number; told: ToldItem }[]
  told: Told
  offered: Offered
  /** What may be done with the minutes as a whole. */
  deeds: Child
  correcting?: boolean
}

/** The agenda with a box under each item, and all that is known already beside it. */
export function WritePage({
  meeting,
  form,
  answers,
  items,
  told,
  offered,
  deeds,
  minutes,
  correcting,
}: WriteProps) {
  const at = `/meetings/${meeting.id}`
  return (
    <Page
      title={correcting ? `Correct the minutes: ${meeting.title}` : `Minutes: ${meeting.title}`}
      wrong={answers.errors.length > 0}
      up={{ href: at, says: meeting.title }}
    >
      <Lead>
        {inWords(meeting.heldOn)}. <MinutesTag state={minutes.state} />
      </Lead>
      {minutes.chairAsks && <Inset>The chair asks: {minutes.chairAsks}</Inset>}
      <FromTheRegister told={told} at={at} />
      {items.length === 0 ? (
        <Text>
          Nothing is on the agenda. <Link to={`${at}/agenda`}>Put an item on it</Link>, and write its minute
          here.
        </Text>
      ) : (
        <GroupsFor
          form={form}
          answers={answers}
          submit={correcting ? 'Save as a new edition' : 'Save all'}
          keeps
          groups={groupsOf({ items, offered, meeting, correcting })}
        />
      )}
      {deeds}
    </Page>
  )
}

type GroupsGiven = Pick<WriteProps, 'items' | 'offered' | 'meeting'> & { correcting: boolean | undefined }

function groupsOf({ items, offered, meeting, correcting }: GroupsGiven) {
  const groups = items.map(({ id, told }) => ({
    title: titleOf(told),
    id: `item-${id}`,
    asks: questionsOf(id),
    above: (
      <>
        <Before item={told} />
        <Offers item={told} offered={offered} meeting={meeting} />
      </>
    ),
    below: (
      <>
        <Outcome item={told} />
        {!correcting && <AfterItem id={id} title={titleOf(told)} />}
      </>
    ),
  }))
  return correcting ? [...groups, { title: 'The correction', asks: ['reason'] }] : groups
}

const AfterItem = ({ id, title }: { id: number; title: string }) => (
  <Deeds>
    <SubmitThen value={`item-${id}`} says="Save" about={title} />
    <SubmitThen value={`decision-${id}`} says="Record a decision" about={title} />
    <SubmitThen value={`action-${id}`} says="Record an action" about={title} />
  </Deeds>
)

function FromTheRegister({ told, at }: { told: Told; at: string }) {
  const lines = linesOf(told.attendance ?? [], told.names)
  const says = [told.front?.turnout, told.front?.quorum].filter(Boolean).join(' ')
  return (
    <>
      <Text>
        {says} <Link to={`${at}/register`}>Open the register</Link>
      </Text>
      {lines.length > 0 && (
        <Details summary="Attendance and apologies, as the register says">
          <Bullets
            items={lines.map(({ school, capacity, name, why }) =>
              [school ?? 'Guest', capacities[capacity].toLowerCase(), name, why].filter(Boolean).join(', '),
            )}
          />
        </Details>
      )}
    </>
  )
}

function Offers({ item, offered, meeting }: { item: ToldItem; offered: Offered; meeting: Meeting }) {
  if (item.item?.kind === 'minutes') return <EarlierMinutes of={offered.toApprove} at={meeting.id} />
  if (item.item?.kind === 'feedback')
    return <FeedbackItem meetingId={meeting.id} rows={offered.feedback} opens={offered.opens} />
  return item.item?.kind === 'actions' ? <OpenActions of={offered.actions} /> : null
}

const EarlierMinutes = ({ of, at }: { of: ToApprove[]; at: number }) =>
  of.length > 0 ? (
    <Bullets
      items={of.map(({ id, title, heldOn }) => (
        <Link to={`/meetings/${id}/minutes/approve?at=${at}`}>
          Record that the minutes of {title}, {inWords(heldOn)}, were approved
        </Link>
      ))}
    />
  ) : null

/** Actions that come on an agenda by themselves: what, whose, due when, and how often carried. */
export const OpenActions = ({ of }: { of: ActionRow[] }) =>
  of.length === 0 ? (
    <Text>No action of an earlier meeting is open.</Text>
  ) : (
    <Bullets
      items={of.map((action) => (
        <>
          <Link to={`/meetings/actions/${action.id}`}>{action.words}</Link> {asItStands(action)}
        </>
      ))}
    />
  )

const asItStands = ({ owners, owner, carried, dueBy, closedOn, outcome }: ActionRow) =>
  [
    `(${owners.map(({ name }) => name).join(' and ') || `nobody now; was ${owner}`}).`,
    closedOn ? `Closed ${inWords(closedOn)}: ${outcome}` : dueBy && `Due ${inWords(dueBy)}.`,
    carried > 0 && `${carriedInWords(carried)}.`,
  ]
    .filter(Boolean)
    .join(' ')

type ReadProps = { meeting: Meeting; minutes: MinutesRow; told: Told; deeds: Child }

export function ReadPage({ meeting, minutes, told, deeds }: ReadProps) {
  return (
    <Page
      title={minutesTitle(meeting, minutes.state)}
      up={{ href: `/meetings/${meeting.id}`, says: meeting.title }}
      wide
    >
      {isDraft(minutes.state) && (
        <Inset>
          Draft: no meeting has approved these minutes yet. <MinutesTag state={minutes.state} />
        </Inset>
      )}
      {deeds}
      <MinutesRead told={told} />
    </Page>
  )
}

const buttons: Partial<Record<Move, string>> = {
  send: 'send',
  'take back': 'take-back',
  circulate: 'circulate',
}
const forms: Partial<Record<Move, string>> = {
  'send back': 'send-back',
  approve: 'approve',
  sign: 'sign',
  correct: 'correct',
}

/** What whoever looks may do next with the minutes, and their files. */
export function MinutesDeeds({ at, can, children }: { at: string; can: Move[]; children?: Child }) {
  return (
    <Deeds>
      {can.map((move) =>
        buttons[move] ? (
          <PressButton
            action={`${at}/minutes/${buttons[move]}`}
            says={moves[move].says}
            quiet={move === 'take back'}
          />
        ) : (
          <ButtonLink to={`${at}/minutes/${forms[move]}`} {...(move === 'sign' ? {} : { kind: 'secondary' })}>
            {moves[move].says}
          </ButtonLink>
        ),
      )}
      {children}
    </Deeds>
  )
}
