import { type Field, type Form, form, kept, longText, optional } from '../../platform/form.ts'
import type { Typed } from './actions.ts'
import type { ItemWords } from './queries.ts'

export type Filled = Record<string, string | null>

const names = (itemId: number) => ({ opened: `opened-${itemId}`, words: `words-${itemId}` })

export const keysIn = (data: FormData) =>
  [...data.keys()].flatMap((name) => Number(/^words-(\d{1,15})$/.exec(name)?.[1]) || [])

/** One text for each item; the version at which it was opened travels with it. */
export function minutesForm(items: number[], correcting: boolean): Form<Filled> {
  const fields = items.flatMap((id): [string, Field<string | null>][] => [
    [names(id).opened, optional(kept('When it was opened'))],
    [
      names(id).words,
      { ...optional(longText('What was said', { ask: '', rows: 6 })), label: 'What was said' },
    ],
  ])
  const reason: Record<string, Field<string>> = correcting ? { reason: reasonAsked } : {}
  return form<Filled>({ ...Object.fromEntries(fields), ...(reason as Record<string, Field<string | null>>) })
}

/** Why approved minutes are corrected; asked only where they are. */
export const reasonAsked = longText('What is corrected in the approved minutes, and why', {
  ask: 'Enter what is corrected, and why',
  hint: 'It makes a new edition and stands with it, for everybody who may read the minutes: name nothing confidential',
  max: 500,
  rows: 3,
})

export const openedWith = (of: Form<Filled>, items: number[], words: ItemWords[]) =>
  of.blank(
    Object.fromEntries(
      items.flatMap((id) => {
        const now = words.find(({ itemId }) => itemId === id)
        return Object.entries(valuesOf(id, now?.version ?? 0, now?.words ?? ''))
      }),
    ),
  )

export const valuesOf = (itemId: number, version: number, words: string) => ({
  [names(itemId).opened]: String(version),
  [names(itemId).words]: words,
})

export const typedIn = (filled: Filled, items: number[]): Typed[] =>
  items.map((itemId) => ({
    itemId,
    opened: versionIn(filled[names(itemId).opened]),
    typed: filled[names(itemId).words] ?? '',
  }))

/** Anything that is no version is as if nothing had been written when the page was opened. */
const versionIn = (text: string | null | undefined) => (/^\d{1,9}$/.test(text ?? '') ? Number(text) : 0)

export const questionsOf = (itemId: number) => Object.values(names(itemId))

/** Where the page goes on after what was typed is kept: `item-7`, `decision-7`, `action-7`. */
export function nextAfter(meetingId: number, then: string, did: 'saved' | 'merged'): string {
  const [, what, item] = /^(item|decision|action)-(\d{1,15})$/.exec(then) ?? []
  const at = `/meetings/${meetingId}/minutes`
  if (what === 'decision' || what === 'action') return `${at}/${item}/${what}?did=${did}`
  return `${at}?did=${did}${item ? `#item-${item}` : ''}`
}
