import { personOn, personOptions } from '../../people/queries.ts'
import type { Actor } from '../../platform/action.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { notFound, permit } from '../../platform/refusal.ts'
import { type Asked, csvFile, fillIn, idOf, list, press, rooms, show } from '../../platform/web.tsx'
import { isSignedIn } from '../../platform/who.ts'
import { itemAsked } from '../agenda/asked.ts'
import type { Item } from '../agenda/queries.ts'
import { plainTitle } from '../agenda/rules.ts'
import type { Meeting } from '../queries.ts'
import { confirmGone, mark, removeReader, setReader, takeMarkingBack } from './actions.ts'
import {
  holdersTable,
  markForm,
  type Of,
  OpeningsPage,
  openingFilter,
  openingsTable,
  PartBPage,
  readerForm,
  takeBackForm,
} from './pages.tsx'
import { holdersOf, markingsOf, openingsListed, readersOf, recallsOf, sightOf } from './queries.ts'
import { RecallsPage } from './recalls-page.tsx'

/** What is confidential (clause 34). `site` is where this alliance's pages are on the web, for its mail. */
export function confidential(site: string) {
  const routes = rooms()
  routes.get('/recalls', recalls)
  routes.post('/recalls/:item/gone', gone)
  routes.on(['get', 'post'], '/:id/items/:item/part-b', (c) => partB(c, site))
  routes.on(['get', 'post'], '/:id/items/:item/part-b/take-back', takenBack)
  routes.on(['get', 'post'], '/:id/items/:item/part-b/readers/new', reader)
  routes.post('/:id/items/:item/part-b/readers/:person/remove', readerRemoved)
  routes.post('/:id/items/:item/part-b/copies/:person/gone', copiesGone)
  routes.get('/:id/items/:item/openings', opened)
  return routes
}

/** The item an address names, for whoever keeps its meeting. */
async function kept(c: Asked): Promise<{ found: Meeting; item: Item; of: Of }> {
  const { found, keeps, item } = await itemAsked(c)
  permit(keeps)
  return {
    found,
    item,
    of: { at: `/meetings/${found.id}/items/${item.id}`, title: plainTitle(item), meeting: found },
  }
}

/** Where to go on: whoever changes who reads an item may have lost it by that. */
const onwards = ({ at, meeting }: Of, reads: boolean) =>
  reads ? `${at}/part-b?did=saved` : `/meetings/${meeting.id}?did=saved`

async function partB(c: Asked, site: string) {
  const { item, of } = await kept(c)
  const { by } = c.var
  const holders = await holdersOf(by.db, item.id)
  if (c.req.query('format') === 'csv')
    return csvFile(c, holdersTable(of.at), holders, `item-${item.id}-copies`)
  const [sight, readers, markings] = await Promise.all([
    sightOf(by.db, item.id),
    readersOf(by.db, item.id),
    markingsOf(by.db, item.id),
  ])
  const shown = { of, holders, sight, readers, markings, partB: item.partB }
  const leaderUnnamed = item.partB ? await leaderLeftOut(by, item, readers) : null
  return fillIn(c, markForm, {
    current: async () => markForm.blank({ audience: item.audience, version: item.version }),
    page: (answers) => <PartBPage {...shown} {...{ answers, leaderUnnamed }} />,
    save: async (filled, by, version) =>
      onwards(of, await mark(by, { id: item.id, meetingId: item.meetingId, version }, filled, site)),
  })
}

/** Who leads an item, where they are not named and hold no post by which they would read it. */
async function leaderLeftOut(
  { db, today }: Actor,
  { ownerId, owner, audience }: Item,
  readers: { personId: number }[],
) {
  if (ownerId === null || readers.some(({ personId }) => personId === ownerId)) return null
  const who = await personOn(db, { id: ownerId }, today)
  const byPost = who?.held.some(
    ({ role }) => role === 'coordinator' || (role === 'head' && audience === 'members'),
  )
  return byPost ? null : owner
}

async function takenBack(c: Asked) {
  const { item, of } = await kept(c)
  if (!item.partB) throw notFound()
  return fillIn(c, takeBackForm, {
    current: async () => takeBackForm.blank({ version: item.version }),
    page: (answers) => (
      <FormPage
        {...{ answers }}
        form={takeBackForm}
        title="Take the marking back"
        up={`${of.at}/part-b`}
        lead="From then on everybody reads it who sees the meeting."
        submit="Take the marking back"
      />
    ),
    save: async ({ reason }, by, version) => {
      await takeMarkingBack(by, { id: item.id, meetingId: item.meetingId, version }, reason)
      return `${of.at}?did=saved`
    },
  })
}

async function reader(c: Asked) {
  const { item, of } = await kept(c)
  if (!item.partB) throw notFound()
  const form = readerForm(await personOptions(c.var.by.db))
  return fillIn(c, form, {
    page: (answers) => (
      <FormPage
        {...{ form, answers }}
        title="Name or withhold"
        up={`${of.at}/part-b`}
        lead="The alliance office reads everything that it keeps, whoever it is withheld from."
      />
    ),
    save: async (filled, by) => onwards(of, await setReader(by, item, filled)),
  })
}

async function readerRemoved(c: Asked) {
  const { item, of } = await kept(c)
  const person = idOf(c, 'person')
  return press(c, async (by) => onwards(of, await removeReader(by, item, person)))
}

async function copiesGone(c: Asked) {
  const { item, of } = await kept(c)
  const personId = idOf(c, 'person')
  return press(c, async (by) => {
    await confirmGone(by, { itemId: item.id, personId })
    return `${of.at}/part-b?did=saved#copies`
  })
}

async function opened(c: Asked) {
  const { item, of } = await kept(c)
  return list(c, {
    of: openingsTable,
    filter: openingFilter,
    sort: '-at',
    name: `item-${item.id}-openings`,
    rows: (asked) => openingsListed(c.var.by.db, item.id, asked),
    page: (shown) => <OpeningsPage {...{ shown, of }} />,
  })
}

async function recalls(c: Asked) {
  const { by } = c.var
  permit(isSignedIn(by.who))
  return show(c, <RecallsPage recalls={await recallsOf(by.db, by.who.personId as number)} />)
}

async function gone(c: Asked) {
  const { personId } = c.var.by.who
  permit(personId !== null)
  const itemId = idOf(c, 'item')
  return press(c, async (by) => {
    await confirmGone(by, { itemId, personId })
    return '/meetings/recalls?did=saved'
  })
}
