import type { Actor } from '../../platform/action.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { History } from '../../platform/history.tsx'
import { permit } from '../../platform/refusal.ts'
import { revisions } from '../../platform/revision.ts'
import { type Asked, fillIn, idOf, list, press, rooms, show } from '../../platform/web.tsx'
import { ledMemberships } from '../../platform/who.ts'
import { correctGiving, givingFor, recordGiving, removeGiving } from '../actions.ts'
import { own, schoolAsked } from '../asked.ts'
import { pageOf, yearFilter } from '../filter.ts'
import { givings, legalBodyOf } from '../queries.ts'
import { bodyKindOf, briefedMemberships, mayBrief, maySeeBriefings } from '../rules.ts'
import { GivingPage, GivingsPage, givingForm, givingsList, LegalBody } from './pages.tsx'

/** To whom briefings were given, and when. */
export const briefingGivings = rooms()

briefingGivings.get('/givings', (c) => {
  const { by } = c.var
  const own = briefedMemberships(by.who)
  permit(own.length > 0)
  return list(c, {
    of: givingsList,
    filter: yearFilter,
    sort: '-given',
    name: 'briefings-given',
    rows: async (asked) =>
      pageOf(await givings(by.db, { memberships: own, year: asked.filter.year ?? null }), asked),
    page: (shown) => <GivingsPage {...shown} />,
  })
})

briefingGivings.on(['get', 'post'], '/givings/new', async (c) => {
  const { by } = c.var
  const membershipId = schoolAsked(c)
  return giving(c, { membershipId, briefingId: null, up: '/briefings' }, by)
})

briefingGivings.get('/givings/:id', async (c) => {
  const { by } = c.var
  permit(maySeeBriefings(by.who))
  const found = await givingFor(by, idOf(c))
  const history = <History of={await revisions(by.db, 'briefingGivings', found.id)} />
  return show(
    c,
    <GivingPage giving={found} briefs={mayBrief(by.who, found.membershipId)} history={history} />,
  )
})

briefingGivings.on(['get', 'post'], '/givings/:id/correct', async (c) => {
  const { by } = c.var
  permit(ledMemberships(by.who).length > 0)
  const found = await givingFor(by, idOf(c))
  permit(mayBrief(by.who, found.membershipId))
  const at = `/briefings/givings/${found.id}`
  return fillIn(c, givingForm, {
    current: async () => givingForm.blank(await givingFor(by, found.id)),
    page: (answers) => <FormPage form={givingForm} {...{ answers }} title="Correct this" up={at} />,
    save: async (changes, by, version) => {
      await correctGiving(by, { id: found.id, version }, changes)
      return `${at}?did=saved`
    },
  })
})

briefingGivings.post('/givings/:id/remove', (c) => {
  permit(ledMemberships(c.var.by.who).length > 0)
  return press(c, async (by) => {
    await removeGiving(by, idOf(c))
    return '/briefings/givings?did=removed'
  })
})

briefingGivings.on(['get', 'post'], '/:id/given', async (c) => {
  const { id: briefingId, membershipId } = await own(c)
  return giving(c, { membershipId, briefingId, up: `/briefings/${briefingId}` }, c.var.by)
})

type To = { membershipId: number; briefingId: number | null; up: string }

async function giving(c: Asked, { up, ...to }: To, by: Actor) {
  const body = await legalBodyOf(by.db, to.membershipId)
  return fillIn(c, givingForm, {
    current: async () =>
      givingForm.blank({ body, bodyKind: bodyKindOf(body), givenOn: by.today, how: 'meeting' }),
    page: (answers) => (
      <FormPage form={givingForm} {...{ answers }} title="Record a briefing given" up={up}>
        <LegalBody says={body} />
      </FormPage>
    ),
    save: async (filled, by) => `/briefings/givings/${await recordGiving(by, to, filled)}?did=added`,
  })
}
