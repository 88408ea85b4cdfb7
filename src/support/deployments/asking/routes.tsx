import { terms } from '../../../agreement/terms/queries.ts'
import { academicYearOf, dayInLondon } from '../../../platform/day.ts'
import { notFound, permit } from '../../../platform/refusal.ts'
import { type Asked, fillIn, idOf, rooms } from '../../../platform/web.tsx'
import { areaOptions } from '../../areas/queries.ts'
import type { Given } from '../given.ts'
import { deployment } from '../queries.ts'
import { askForSupport, correctRequest, explainContact } from './actions.ts'
import { asTyped, explainForm, requestForm } from './form.ts'
import { AskPage, CorrectRequestPage, ExplainPage } from './pages.tsx'
import { answerDueOf, contactOptions, otherMembers, schoolsToAskFor } from './queries.ts'
import { mayAsk, mayCorrect, mayExplain, spokeFirst } from './rules.ts'

const home = '/support/deployments'

/** Asking for support, putting the request right, and saying which came first. */
export function asking(given: Given) {
  const routes = rooms()
  routes.on(['get', 'post'], '/new', (c) => asked(c, given))
  routes.on(['get', 'post'], '/:id{[0-9]+}/correct', (c) => corrected(c))
  routes.on(['get', 'post'], '/:id{[0-9]+}/explain', (c) => explained(c))
  return routes
}

async function asked(c: Asked, { clock, site }: Given) {
  const { db, who, today } = c.var.by
  permit(mayAsk(who))
  const [schools, areas, members, answerDue, { ssigAnswerDays: days }] = await Promise.all([
    schoolsToAskFor(db, who, today),
    areaOptions(db),
    otherMembers(db, today),
    answerDueOf(db, today),
    terms(db, academicYearOf(today)),
  ])
  const ids = schools.map(([id]) => id)
  const form = requestForm({ schools, areas, members, contacts: await contactOptions(db, ids, today) })
  const [only, ...others] = schools
  const school = only && others.length === 0 ? only[1] : null
  return fillIn(c, form, {
    current: async () => form.blank(school && only ? { toMembershipId: only[0] } : {}),
    page: (answers) => <AskPage {...{ form, answers, school, answerDue, days }} />,
    save: async (filled, by) => {
      const id = await askForSupport(by, filled, { at: clock.now(), site })
      return `${home}/${id}?did=asked`
    },
  })
}

async function corrected(c: Asked) {
  const { db, who, today } = c.var.by
  const id = idOf(c)
  const found = await deployment(db, id)
  permit(mayCorrect(who, found))
  const [areas, members, colleagues] = await Promise.all([
    areaOptions(db, { also: [found.areaId] }),
    otherMembers(db, today),
    contactOptions(db, [found.toMembershipId], today),
  ])
  const { contactId, contact } = found
  const left = contactId !== null && contact && !colleagues.some(([one]) => one === contactId)
  const contacts = left ? [...colleagues, [contactId, contact] as const] : colleagues
  const form = requestForm({ schools: [], areas, members, contacts })
  return fillIn(c, form, {
    current: async () => form.blank(asTyped(await deployment(db, id))),
    page: (answers) => <CorrectRequestPage {...{ form, answers, id }} />,
    save: async (filled, by, version) => {
      await correctRequest(by, { id, version }, filled)
      return `${home}/${id}?did=saved`
    },
  })
}

async function explained(c: Asked) {
  const { db, who } = c.var.by
  const id = idOf(c)
  const found = await deployment(db, id)
  permit(mayExplain(who, found))
  const { firstContactOn, requestedAt } = found
  if (!spokeFirst(found) || firstContactOn === null) throw notFound()
  return fillIn(c, explainForm, {
    current: async () => explainForm.blank(await deployment(db, id)),
    page: (answers) => (
      <ExplainPage {...{ answers, id }} spokenOn={firstContactOn} askedOn={dayInLondon(requestedAt)} />
    ),
    save: async ({ contactExplained }, by, version) => {
      await explainContact(by, { id, version }, contactExplained)
      return `${home}/${id}?did=saved`
    },
  })
}
