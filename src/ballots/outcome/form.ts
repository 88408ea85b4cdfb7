import { undertaken } from '../../meetings/action-log/form.ts'
import type { OwnerOption } from '../../meetings/action-log/owners.ts'
import { decisionFields } from '../../meetings/decisions/form.ts'
import { reasonAsked } from '../../meetings/minutes/form.ts'
import type { Day } from '../../platform/day.ts'
import { type Form, form, longText, optional, pick, type RowOptions, text } from '../../platform/form.ts'
import { notPossible } from '../../platform/refusal.ts'
import type { Consulting, OutcomeFilled } from './actions.ts'
import { LONGEST_STATEMENT } from './rules.ts'

/** The decision and an action on one form. Which of the last two are asked hangs on the ballot. */
export type OutcomeTyped = {
  words: string
  means: string | null
  pence: number | null
  takesEffectOn: Day | null
  act: string | null
  owner: string | null
  dueMeetingId: number | null
  dueOn: Day | null
  meetingId?: number
  reason?: string
}

export const decisionAsks = ['words', 'means', 'pence', 'takesEffectOn']
export const actionAsks = ['act', 'owner', 'dueMeetingId', 'dueOn']

type Given = {
  owners: OwnerOption[]
  /** Later meetings at which an action may be due. */
  due: RowOptions
  /** The meetings to which it may be reported, where the ballot hangs on no item. */
  reported: RowOptions | null
  /** Whether the minutes it stands in are approved. */
  approved: boolean
}

export function outcomeForm({ owners, due, reported, approved }: Given): Form<OutcomeTyped> {
  const by = undertaken(owners, due)
  const fields = {
    ...decisionFields,
    act: optional(longText('What is to be done', { ask: '', max: 1000, rows: 3 })),
    ...by,
    owner: optional(by.owner),
  }
  const meetingId =
    reported &&
    pick('Reported to', reported, {
      ask: 'Select the board meeting to which it is reported',
      hint: 'An item is put on its agenda, and the decision stands in its minutes',
    })
  return form<OutcomeTyped>({
    ...fields,
    ...(meetingId ? { meetingId } : {}),
    ...(approved ? { reason: reasonAsked } : {}),
  } as Parameters<typeof form<OutcomeTyped>>[0])
}

/** What is to be recorded. An action has words and an owner, or is none. */
export function filledOf(typed: OutcomeTyped, owners: { key: string; one: OwnerOption }[]): OutcomeFilled {
  const { words, means, pence, takesEffectOn, act, owner, dueMeetingId, dueOn } = typed
  const decision = { words, means, pence, takesEffectOn, reason: typed.reason ?? null }
  const place = { meetingId: typed.meetingId ?? null }
  if (act === null) {
    if (owner !== null || dueMeetingId !== null || dueOn !== null)
      throw notPossible('Enter what is to be done, or leave the whole action blank', 'act')
    return { ...decision, ...place, action: null }
  }
  const found = owners.find(({ key }) => key === owner)
  if (!found) throw notPossible('Select who does it', 'owner')
  return { ...decision, ...place, action: { words: act, owner: found.one, dueMeetingId, dueOn } }
}

export const statementForm = form<{ words: string }>({
  words: longText('Why your school voted as it did', {
    ask: 'Enter why your school voted as it did',
    hint: 'Above all where it did not vote with the others',
    max: LONGEST_STATEMENT,
    rows: 8,
  }),
})

export const consultForm = (meetings: RowOptions) =>
  form<Consulting>({
    meetingId: pick('At which meeting', meetings, { ask: 'Select a meeting' }),
    title: text('Title of the item', { ask: 'Enter what the schools are consulted on' }),
    purpose: optional(
      longText('Purpose', {
        ask: '',
        hint: 'What the schools are asked, and what their answers are for',
        max: 2000,
        rows: 3,
      }),
    ),
  })
