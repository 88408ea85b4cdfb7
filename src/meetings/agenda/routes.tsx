import type { Child } from 'hono/jsx'
import { terms } from '../../agreement/terms/queries.ts'
import { ballotsOfItemOn } from '../../ballots/section.tsx'
import { personOptions } from '../../people/queries.ts'
import type { Actor } from '../../platform/action.ts'
import { academicYearOf, inShort } from '../../platform/day.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { History } from '../../platform/history.tsx'
import { permit } from '../../platform/refusal.ts'
import { revisions } from '../../platform/revision.ts'
import type { Settings } from '../../platform/settings.ts'
import { type Asked, fillIn, idOf, press, rooms, show } from '../../platform/web.tsx'
import { openingsWritten } from '../confidential/openings.ts'
import { WhoSees } from '../confidential/pages.tsx'
import { sightOf } from '../confidential/queries.ts'
import {
  addItem,
  BothMoved,
  correctItem,
  layStandingOrder,
  moveItem,
  putBack,
  reorder,
  takeOff,
} from './actions.ts'
import { itemAsked, meetingKept } from './asked.ts'
import { contentOf } from './content.tsx'
import { itemForm, OrderPage, orderAgain, orderFilled, orderForm, orderOpened } from './forms.tsx'
import { ItemInterests } from './interests/pages.tsx'
import { interestsIn } from './interests/queries.ts'
import { interests } from './interests/routes.tsx'
import { sendings } from './issue/queries.ts'
import { sending } from './issue/routes.tsx'
import { isChangedSince, lastDayToSend, noticeGiven } from './issue/rules.ts'
import { ItemPage } from './item-page.tsx'
import { packs } from './pack/routes.tsx'
import { BuilderPage } from './pages.tsx'
import { Papers } from './papers/pages.tsx'
import { papersOfItem } from './papers/queries.ts'
import { papers } from './papers/routes.tsx'
import { bringsPapers, isOwnPaper } from './papers/rules.ts'
import { proposedItems } from './proposals/routes.tsx'
import { agendaOf, besideTheAgenda, earlierItems, itemOf, storyOf } from './queries.ts'
import { isProposer } from './rules.ts'

type Given = { settings: Pick<Settings, 'url' | 'secret'>; scanner: string | undefined }

/** Agendas with their items, papers and packs, and the register of interests. */
export function agendas({ settings, scanner }: Given) {
  const routes = rooms()
  routes.route('/', interests)
  routes.get('/:id/agenda', (c) => prepared(c))
  routes.on(['get', 'post'], '/:id/agenda/add', (c) => added(c))
  routes.on(['get', 'post'], '/:id/agenda/order', (c) => ordered(c))
  routes.post('/:id/agenda/lay', (c) => pressed(c, 'added', layStandingOrder))
  routes.route('/', sending(settings))
  routes.route('/', proposedItems(settings.url))
  routes.get('/:id/items/:item', (c) => itemShown(c))
  routes.on(['get', 'post'], '/:id/items/:item/correct', (c) => corrected(c))
  routes.post('/:id/items/:item/up', (c) =>
    pressed(c, 'saved', (by, id) => moveItem(by, id, idOf(c, 'item'), -1)),
  )
  routes.post('/:id/items/:item/down', (c) =>
    pressed(c, 'saved', (by, id) => moveItem(by, id, idOf(c, 'item'), 1)),
  )
  routes.post('/:id/items/:item/remove', (c) =>
    pressed(c, 'removed', (by, id) => takeOff(by, id, idOf(c, 'item'))),
  )
  routes.post('/:id/items/:item/restore', (c) =>
    pressed(c, 'restored', (by, id) => putBack(by, id, idOf(c, 'item'))),
  )
  routes.route('/', papers({ scanner }))
  routes.route('/', packs(settings.url))
  return routes
}

/** A button of whoever keeps the meeting; it leads back to where the agenda is prepared. */
async function pressed(c: Asked, did: string, work: (by: Actor, meetingId: number) => Promise<void>) {
  const { id } = await meetingKept(c)
  return press(c, async (by) => {
    await work(by, id)
    return `/meetings/${id}/agenda?did=${did}`
  })
}

async function prepared(c: Asked) {
  const { by } = c.var
  const meeting = await meetingKept(c)
  const [items, beside, sent, { noticeDays }] = await Promise.all([
    agendaOf(by.db, meeting.id),
    besideTheAgenda(by.db, meeting.id),
    sendings(by.db, meeting.id),
    terms(by.db, academicYearOf(meeting.heldOn)),
  ])
  await openingsWritten(by, [...items, ...beside], 'item', `meetings/${meeting.id}`)
  const notice = {
    ...noticeGiven(by.today, meeting.heldOn, noticeDays),
    sendBy: inShort(lastDayToSend(meeting.heldOn, noticeDays)),
    sent: meeting.agendaIssuedAt !== null,
  }
  const changed = isChangedSince(meeting.agendaChangedAt, sent[0]?.circulatedAt ?? meeting.agendaIssuedAt)
  return show(c, <BuilderPage {...{ meeting, items, beside, notice, changed }} />)
}

const formFor = async ({ db }: Actor, meetingId: number) =>
  itemForm(await personOptions(db), await earlierItems(db, meetingId))

async function added(c: Asked) {
  const { id } = await meetingKept(c)
  const form = await formFor(c.var.by, id)
  return fillIn(c, form, {
    page: (answers) => <FormPage {...{ form, answers }} title="Add an item" up={`/meetings/${id}/agenda`} />,
    save: async (filled, by) => {
      await addItem(by, id, filled)
      return `/meetings/${id}/agenda?did=added`
    },
  })
}

async function ordered(c: Asked) {
  const { id } = await meetingKept(c)
  const items = await agendaOf(c.var.by.db, id)
  const form = orderForm(items)
  return fillIn(c, form, {
    current: async () => orderOpened(form, items),
    meanwhile: (error, answers) =>
      error instanceof BothMoved ? orderAgain(answers, items, error.items) : undefined,
    page: (answers) => <OrderPage {...{ form, items, answers }} up={`/meetings/${id}/agenda`} />,
    save: async (filled, by) => {
      const { opened, typed } = orderFilled(filled, items)
      await reorder(by, id, opened, typed)
      return `/meetings/${id}/agenda?did=saved`
    },
  })
}

async function corrected(c: Asked) {
  const { found, item, keeps } = await itemAsked(c)
  permit(keeps)
  const { id } = item
  const form = await formFor(c.var.by, found.id)
  return fillIn(c, form, {
    current: async () => form.blank(await itemOf(c.var.by.db, id)),
    page: (answers) => (
      <FormPage
        {...{ form, answers }}
        title={`Correct item ${item.number}`}
        up={`/meetings/${found.id}/items/${id}`}
      />
    ),
    save: async (filled, by, version) => {
      await correctItem(by, { id, version, meetingId: found.id }, filled)
      return `/meetings/${found.id}/items/${id}?did=saved`
    },
  })
}

async function itemShown(c: Asked) {
  const { by } = c.var
  const { found, item, keeps } = await itemAsked(c)
  const [story, all, declared] = await Promise.all([
    storyOf(by.db, item),
    papersOfItem(by.db, item.id),
    interestsIn(by.db, item.id),
  ])
  const may = {
    keep: keeps,
    add: keeps || bringsPapers(by.who, item),
    declare: by.who.personId !== null,
    withdraw: isProposer(by.who, item) && item.state === 'proposed',
  }
  const history: Child = keeps && <History of={await revisions(by.db, 'agendaItems', item.id)} />
  return show(
    c,
    <ItemPage
      {...{ meeting: found, item, may, history, ...story }}
      sight={<WhoSees of={item.partB ? await sightOf(by.db, item.id) : undefined} />}
      content={await contentOf(by, found, item)}
      votes={await ballotsOfItemOn(by, found, item, keeps)}
      papers={<Papers papers={all} mayChange={(paper) => keeps || isOwnPaper(by.who, paper)} />}
      interests={<ItemInterests {...{ item, keeps, interests: declared }} />}
    />,
  )
}
