import type { Actor } from '../../platform/action.ts'
import { academicYearOf, type Day, inWords } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { postMail } from '../../platform/mail.ts'
import { concerned, type Reached, type Sitting } from './queries.ts'

/** When and where, for somebody who is to come. */
const whenAndWhere = ({ heldOn, starts, place }: Sitting) =>
  [inWords(heldOn), starts && `at ${starts}`, place].filter(Boolean).join(', ')

type Seat = { membershipId: number; personId: number | null }

/** A register of years ago may be written up without anybody having post of it. */
const isRecent = (heldOn: Day, today: Day) => academicYearOf(heldOn) === academicYearOf(today)

/**
 * Tells everybody concerned why somebody observes who came to hold a seat: the school’s head, the deputy, the chair and
 * the clerk; whoever writes the register down has it before them.
 */
export async function tellWhy(
  tx: Writer,
  by: Actor,
  meeting: Sitting,
  { membershipId, personId }: Seat,
  why: string,
) {
  if (!isRecent(meeting.heldOn, by.today)) return
  const people = await concerned(tx, membershipId, meeting.heldOn, [
    personId,
    meeting.chairId,
    meeting.clerkId,
  ])
  const keeps = by.who.personId !== personId ? by.who.personId : null
  const text = `${why}

This was recorded for ${meeting.title} on ${inWords(meeting.heldOn)}. You are told because you are the head, the deputy, the chair or the clerk. A letter dated before the meeting, by which the deputy acts as head, or a decision that allows a further deputy, would change it: answer to the alliance office.
`
  await post(
    tx,
    people.filter(({ id }) => id !== keeps),
    `Observer at ${meeting.title}, ${inWords(meeting.heldOn)}`,
    text,
  )
}

async function post(tx: Writer, people: Reached[], subject: string, text: string) {
  for (const { name, email } of people)
    await postMail(tx, { to: email, subject, text: `Dear ${name},\n\n${text}` })
}

type Told = Seat & {
  school: string
  says: string
  isTo: 'stand in' | 'not stand in'
  how: 'page' | 'mail' | 'clerk'
}

/**
 * Tells a deputy that they were named, or are no longer, and the clerk with them; the head too who named them by a mail,
 * since whoever the mail was passed on to could have.
 */
export async function tellNamed(tx: Writer, by: Actor, meeting: Sitting, told: Told) {
  const { membershipId, personId, school, says, isTo, how } = told
  const people = await concerned(tx, membershipId, meeting.heldOn, [personId, meeting.clerkId])
  const deputy = people.find(({ id }) => id === personId)
  const others = people.filter(({ id }) => id !== personId && (id !== by.who.personId || how === 'mail'))
  const when = whenAndWhere(meeting)
  if (deputy && deputy.id !== by.who.personId)
    await post(
      tx,
      [deputy],
      isTo === 'stand in'
        ? `You stand in at ${meeting.title}, ${inWords(meeting.heldOn)}`
        : `You need not stand in at ${meeting.title}`,
      isTo === 'stand in'
        ? `You were named to stand in for the head of ${school} at ${meeting.title}: ${when}.\n\n${says}\n`
        : `You were named to stand in for the head of ${school} at ${meeting.title}, ${when}. That has been taken back.\n`,
    )
  await post(
    tx,
    others,
    `${school}’s deputy at ${meeting.title}`,
    isTo === 'stand in'
      ? `${deputy?.name ?? 'A deputy'} was named to stand in for the head of ${school} at ${meeting.title}, ${when}.\n\n${says}\n\nYou are told because you lead the school or clerk the meeting.\n`
      : `Nobody is named any more to stand in for the head of ${school} at ${meeting.title}, ${when}.\n\nYou are told because you lead the school or clerk the meeting.\n`,
  )
}
