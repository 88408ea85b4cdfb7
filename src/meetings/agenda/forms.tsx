import {
  type Answers,
  type Field,
  type Form,
  form,
  kept,
  longText,
  optional,
  pick,
  type RowOptions,
  select,
  text,
  wholeNumber,
} from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import { Lead } from '../../platform/parts.tsx'
import { LinesFor } from '../../platform/questions.tsx'
import type { ItemFilled } from './actions.ts'
import type { Item } from './queries.ts'
import { itemKinds } from './tables.ts'

export const LONGEST_ITEM = 600

export const itemForm = (people: RowOptions, earlier: RowOptions) =>
  form<ItemFilled>({
    kind: select('Kind', itemKinds, { ask: 'Select what kind of item it is' }),
    title: text('Title', { ask: 'Enter what the item is called' }),
    purpose: optional(
      longText('Purpose', {
        ask: '',
        max: 2000,
        rows: 3,
        hint: 'What the meeting is asked to do: note, discuss, advise, decide',
      }),
    ),
    ownerId: optional(
      pick('Who leads it', people, { ask: 'Choose a person from the list', empty: 'Nobody yet' }),
    ),
    minutes: optional(
      wholeNumber('Minutes', { ask: '', hint: 'How long it takes, like 10', min: 1, max: LONGEST_ITEM }),
    ),
    followsId: optional(
      pick('Takes up an earlier item', earlier, {
        ask: 'Choose an item from the list',
        empty: 'No earlier item',
      }),
    ),
  })

/** What a place and the place it was opened with are called on the form. */
const names = (id: number) => ({ at: `at-${id}`, was: `was-${id}` })

type Places = Record<string, string | number>

/** A number beside each item: its place. */
export function orderForm(items: Item[]): Form<Places> {
  const place = {
    ...wholeNumber('Place', { ask: 'Enter a place', min: 1, max: Math.max(1, items.length) }),
    label: 'Place',
  }
  const fields = items.flatMap(({ id }): [string, Field<string | number>][] => [
    [names(id).was, kept('When it was opened')],
    [names(id).at, place],
  ])
  return form<Places>(Object.fromEntries(fields))
}

export const orderOpened = (of: Form<Places>, items: Item[]) =>
  of.blank(
    Object.fromEntries(
      items.flatMap(({ id }, i) => [
        [names(id).was, i + 1],
        [names(id).at, i + 1],
      ]),
    ),
  )

/** The order the form was opened at, and the places that were typed. */
export function orderFilled(filled: Places, items: Item[]) {
  const known = items.filter(({ id }) => Number(filled[names(id).was]) > 0)
  const was = (id: number) => Number(filled[names(id).was])
  return {
    opened: known.map(({ id }) => id).sort((a, b) => was(a) - was(b)),
    typed: new Map(known.map(({ id }): [number, number] => [id, Number(filled[names(id).at])])),
  }
}

/** The answers again, with where the items stand now; what was typed stays beside it. */
export function orderAgain(answers: Answers, items: Item[], now: Map<number, number>): Answers {
  const errors = items.flatMap(({ id }) => {
    const [place, was] = [now.get(id), Number(answers.values[names(id).was])]
    const typed = Number(answers.values[names(id).at])
    if (place === undefined || place === was || typed === was) return []
    return [
      {
        field: names(id).at,
        message: `This was moved to place ${place} while you were typing. Save again to use your answer instead`,
      },
    ]
  })
  const opened = items.flatMap(({ id }) => {
    const place = now.get(id)
    return place === undefined ? [] : [[names(id).was, String(place)]]
  })
  return { ...answers, values: { ...answers.values, ...Object.fromEntries(opened) }, errors }
}

type OrderProps = { form: Form<Places>; items: Item[]; answers: Answers; up: string }

export function OrderPage({ form, items, answers, up }: OrderProps) {
  return (
    <Page
      title="Order of the agenda"
      wrong={answers.errors.length > 0}
      up={{ href: up, says: 'Agenda' }}
      wide
    >
      <Lead>Type a new place beside each item that moves; the others make room.</Lead>
      <LinesFor
        form={form}
        answers={answers}
        submit="Save the order"
        lines={items.map(({ id, title }) => ({ title, asks: Object.values(names(id)) }))}
      />
    </Page>
  )
}
