import { groupsSeen } from '../../groups/rules.ts'
import type { Actor } from '../../platform/action.ts'
import { type Day, inShort } from '../../platform/day.ts'
import type { Answers } from '../../platform/form.ts'
import { notPossible } from '../../platform/refusal.ts'
import { diary, groupsHere, keyOf } from './queries.ts'
import { type Clash, clashesOf, NOTABLE } from './rules.ts'
import { sentence } from './words.ts'

type Times = { heldOn: Day; starts: string | null; ends: string | null; place: string | null; status: string }
type Asked = Times & { groups: number[] }
type Stood = Times & { id: number; groups: { id: number }[] }

/** What a meeting would clash with at this time; nothing of one that is past or not planned. */
export async function clashesAt(by: Actor, asked: Asked, id: number | null): Promise<Clash[]> {
  if (asked.status !== 'planned' || asked.heldOn < by.today) return []
  const days = { from: asked.heldOn, to: asked.heldOn }
  const [dated, groups] = await Promise.all([
    diary(by.db, groupsSeen(by.who), days),
    groupsHere(by.db, asked.groups),
  ])
  const key = id === null ? 'new' : keyOf(id)
  return clashesOf(
    { key, on: asked.heldOn, starts: asked.starts, ends: asked.ends, place: asked.place, groups },
    dated,
  )
}

const timeOf = ({ heldOn, starts, ends, place }: Times, groups: number[]) =>
  JSON.stringify([heldOn, starts, ends, place, [...groups].sort()])

/**
 * For the form of a meeting: says once what the time typed clashes with, before it is saved. Whoever sends the form
 * again means it. Of a meeting that stays when it is nothing is said.
 */
export function clashWarning(stood: Stood | null) {
  let seen = ''
  return {
    async look(by: Actor, asked: Asked, seenBefore: string): Promise<void> {
      const before =
        stood?.status === 'planned'
          ? timeOf(
              stood,
              stood.groups.map(({ id }) => id),
            )
          : ''
      const time = timeOf(asked, asked.groups)
      const mark = `${asked.heldOn} ${asked.starts ?? ''}`.trim()
      if (time === before || seenBefore === mark) return
      const clashes = await clashesAt(by, asked, stood?.id ?? null)
      const told = clashes.filter(({ weight }) => weight >= NOTABLE).map(({ says }) => sentence(says))
      if (told.length === 0) return
      seen = mark
      throw notPossible(`${inShort(asked.heldOn)}: ${told.join(' ')} Save again to keep this date`, 'heldOn')
    },
    shown: (answers: Answers): Answers =>
      seen ? { ...answers, values: { ...answers.values, clashesSeen: seen } } : answers,
  }
}
