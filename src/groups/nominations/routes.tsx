import type { Actor } from '../../platform/action.ts'
import type { Answers, Form } from '../../platform/form.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { type Asked, fillIn, idOf, list, press, rooms, show } from '../../platform/web.tsx'
import { staffOf } from '../members/queries.ts'
import { keptGroups } from '../queries.ts'
import { groupsSeen } from '../rules.ts'
import { appoint, decline, nominate, withdraw } from './actions.ts'
import { appointForm, declineForm, nominationFilter, nominationForm, nomineeOf, onlyOne } from './forms.ts'
import { nominations as listing, NominationPage, NominationsPage } from './pages.tsx'
import { groupsToServe, nomination, nominationsListed } from './queries.ts'
import {
  mayDecide,
  mayNominate,
  mayOpenNominations,
  maySeeNomination,
  mayWithdraw,
  putsForward,
} from './rules.ts'

/** Who is put forward for a group. `site` is where this alliance's pages are on the web, for its mail. */
export function nominations(site: string) {
  const routes = rooms()
  routes.get('/', listed)
  routes.on(['get', 'post'], '/new', (c) => put(c, site))
  routes.get('/:id', shown)
  routes.on(['get', 'post'], '/:id/appoint', (c) => appointed(c, site))
  routes.on(['get', 'post'], '/:id/decline', (c) => declined(c, site))
  routes.post('/:id/withdraw', (c) => withdrawn(c, site))
  return routes
}

const keptBy = ({ db, who, today }: Actor) => keptGroups(db, who, today)
const idsOf = (options: Awaited<ReturnType<typeof keptBy>>) => options.map(([id]) => id)

async function listed(c: Asked) {
  const { by } = c.var
  permit(mayOpenNominations(by.who))
  const kept = idsOf(await keptBy(by))
  return list(c, {
    of: listing,
    filter: nominationFilter,
    sort: '-on',
    name: 'nominations',
    rows: (asked) => nominationsListed(by.db, asked, { who: by.who, kept }),
    page: (shown) => <NominationsPage {...shown} may={mayNominate(by.who)} />,
  })
}

async function put(c: Asked, site: string) {
  const { who, db, today } = c.var.by
  permit(mayNominate(who))
  const { schools, self } = putsForward(who)
  const all = await staffOf(db, schools, today)
  const staff = self ? all.filter(({ personId }) => personId === who.personId) : all
  const form = nominationForm(staff, await groupsToServe(db, groupsSeen(who)))
  return fillIn(c, form, {
    current: async () => form.blank({ nominee: onlyOne(staff), groupId: c.req.query('group') ?? '' }),
    page: (answers) => (
      <FormPage
        {...{ form, answers }}
        title={self ? 'Offer to serve on a group' : 'Nominate somebody'}
        up={{ href: '/groups/nominations', says: 'Nominations' }}
        lead="The lead of the group or the office answers. Whoever is put forward is told by mail, and may say no."
        submit={self ? 'Offer' : 'Nominate'}
      />
    ),
    save: async ({ nominee, groupId, words }, by) => {
      const chosen = nomineeOf(staff, nominee)
      if (!chosen) throw notPossible('Select who would serve', 'nominee')
      const { personId, membershipId } = chosen
      const given = { personId, membershipId, groupId, words: words ?? '' }
      return `/groups/nominations/${await nominate(by, given, site)}?did=added`
    },
  })
}

async function shown(c: Asked) {
  const { by } = c.var
  const { of, kept } = await seen(c)
  return show(
    c,
    <NominationPage
      of={of}
      decides={mayDecide(by.who, of, idsOf(kept))}
      withdraws={mayWithdraw(by.who, of)}
      own={of.personId === by.who.personId}
      open={of.groupId !== null && (await isOpen(by, of.groupId))}
    />,
  )
}

/** Whether this person sees the group itself: who is nominated for it may not. */
async function isOpen({ db, who }: Actor, id: number): Promise<boolean> {
  const options = await groupsToServe(db, groupsSeen(who))
  return options.some(([one]) => one === id)
}

async function seen(c: Asked) {
  const { by } = c.var
  permit(mayOpenNominations(by.who))
  const [of, kept] = await Promise.all([nomination(by.db, idOf(c)), keptBy(by)])
  if (!maySeeNomination(by.who, of, idsOf(kept))) throw notFound()
  return { of, kept }
}

/** The nomination, for whoever may decide on it. */
async function decided(c: Asked) {
  const found = await seen(c)
  permit(mayDecide(c.var.by.who, found.of, idsOf(found.kept)))
  return found
}

const formPage = (form: Form<never> | Form<unknown>, answers: Answers, title: string, id: number) => (
  <FormPage {...{ form, answers, title }} up={`/groups/nominations/${id}`} />
)

async function appointed(c: Asked, site: string) {
  const { of, kept } = await decided(c)
  const groups = kept.filter(([id]) => of.groupId === null || id === of.groupId)
  const form = appointForm(groups)
  const part = of.kind === 'outside body' ? 'representative' : 'member'
  const groupId = groups.length === 1 ? groups[0]?.[0] : ''
  return fillIn(c, form, {
    current: async () => form.blank({ groupId, part, fromOn: c.var.by.today }),
    page: (answers) => formPage(form, answers, `Appoint ${of.person}`, of.id),
    save: async (filled, by) => {
      await appoint(by, of.id, filled, site)
      return `/groups/nominations/${of.id}?did=saved`
    },
  })
}

async function declined(c: Asked, site: string) {
  const { of } = await decided(c)
  return fillIn(c, declineForm, {
    page: (answers) => formPage(declineForm, answers, `Decline the nomination of ${of.person}`, of.id),
    save: async ({ reason }, by) => {
      await decline(by, of.id, reason, site)
      return `/groups/nominations/${of.id}?did=saved`
    },
  })
}

async function withdrawn(c: Asked, site: string) {
  const { of } = await seen(c)
  return press(c, async (by) => {
    await withdraw(by, of.id, site)
    return `/groups/nominations/${of.id}?did=saved`
  })
}
