import { addDays, type Day, daysBetween } from '../../../platform/day.ts'

/** Whole days between the day of sending and the day of the meeting; neither of the two counts. */
export const clearDays = (sentOn: Day, heldOn: Day) => Math.max(0, daysBetween(sentOn, heldOn) - 1)

/** The last day on which sending gives so many clear days. */
export const lastDayToSend = (heldOn: Day, notice: number) => addDays(heldOn, -(notice + 1))

/** The first day of a meeting that gives so many clear days when people are told today. */
export const firstDayAfter = (toldOn: Day, notice: number) => addDays(toldOn, notice + 1)

const days = (count: number) => `${count} clear ${count === 1 ? 'day' : 'days'}`

export type Notice = { late: boolean; clear: number; agreed: number }

/** What notice sending on this day gives. */
export const noticeGiven = (sentOn: Day, heldOn: Day, agreed: number): Notice => {
  const clear = clearDays(sentOn, heldOn)
  return { clear, agreed, late: clear < agreed }
}

/** “This gives 5 clear days; the heads agreed on 7.” */
export const noticeInWords = ({ clear, agreed, late }: Notice) =>
  late
    ? `This gives ${days(clear)}; the heads agreed on ${agreed}.`
    : `This gives ${days(clear)}, as the heads agreed (${agreed}).`

/** Whether anything of the agenda changed after it was last sent. */
export const isChangedSince = (changedAt: Date | null, sentAt: Date | null) =>
  changedAt !== null && sentAt !== null && changedAt > sentAt
