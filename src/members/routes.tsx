import type { Actor } from '../platform/action.ts'
import type { AcademicYear, Day } from '../platform/day.ts'
import { academicYearOf, lastDay } from '../platform/day.ts'
import { FormPage } from '../platform/form-page.tsx'
import { History } from '../platform/history.tsx'
import { notFound, permit } from '../platform/refusal.ts'
import { revisions } from '../platform/revision.ts'
import { type Asked, fillIn, idOf, list, press, rooms, show } from '../platform/web.tsx'
import { addMember, correctSchool, correctSpell, joinAgain } from './actions.ts'
import { convert, takeBackConversion } from './conversion.ts'
import { addForm, conversionForm, memberFilter, schoolForm, spellForm } from './forms.ts'
import { GrowthPage, MembersPage, memberListing } from './pages.tsx'
import {
  firstJoinedOn,
  leadersOn,
  linksOf,
  type Membership,
  memberCounts,
  membership,
  membersListed,
  spellsOf,
  trustOptions,
  typeOptions,
  urnsBorne,
} from './queries.ts'
import { linksInWords, mayKeepMembers, maySeeMembers } from './rules.ts'
import { type RecordLink, SchoolPage, TakeBackPage } from './school-page.tsx'

/** The last day of every academic year from the first one; of the present one, today. */
function yearEnds(first: Day, today: Day): Day[] {
  const [from, to] = [academicYearOf(first), academicYearOf(today)]
  const years = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => (from + i) as AcademicYear)
  return years.map((year) => (lastDay(year) < today ? lastDay(year) : today))
}

const choices = async ({ var: { by } }: Asked) =>
  [await typeOptions(by.db), await trustOptions(by.db)] as const

/** `recordsOf` tells what a school took part in, from the records of other capabilities. */
export function members(recordsOf: (by: Actor, school: Membership) => Promise<RecordLink[]>) {
  const routes = rooms()

  routes.get('/', async (c) => {
    const { by } = c.var
    permit(maySeeMembers(by.who))
    const filter = memberFilter(await typeOptions(by.db), await trustOptions(by.db))
    const read = filter.read(new URL(c.req.url).searchParams)
    const on = ('filled' in read && read.filled.on) || by.today
    const [counted] = await memberCounts(by.db, [on])
    return list(c, {
      of: memberListing,
      filter,
      sort: 'name',
      name: `members-${on}`,
      rows: (asked) => membersListed(by.db, asked, by.today),
      page: (shown) => (
        <MembersPage
          {...shown}
          form={filter}
          keeps={mayKeepMembers(by.who)}
          on={on}
          today={by.today}
          members={counted?.members ?? 0}
        />
      ),
    })
  })

  routes.get('/growth', async (c) => {
    const { by } = c.var
    permit(maySeeMembers(by.who))
    const days = yearEnds((await firstJoinedOn(by.db)) ?? by.today, by.today)
    const counts = await memberCounts(by.db, days)
    return show(
      c,
      <GrowthPage counts={counts.map((count) => ({ ...count, year: academicYearOf(count.on) }))} />,
    )
  })

  routes.on(['get', 'post'], '/new', async (c) => {
    permit(mayKeepMembers(c.var.by.who))
    const form = addForm(...(await choices(c)))
    return fillIn(c, form, {
      page: (answers) => (
        <FormPage form={form} answers={answers} title="Add a school" up="/members" submit="Add it" />
      ),
      save: async (filled, by) => `/members/${await addMember(by, filled)}?did=added`,
    })
  })

  routes.get('/:id', async (c) => {
    const { by } = c.var
    permit(maySeeMembers(by.who))
    const id = idOf(c)
    const school = await membership(by.db, id)
    const borne = await urnsBorne(by.db, id)
    const urns = borne.map(({ urn }) => urn)
    const spells = await spellsOf(by.db, urns)
    const linked = linksInWords(await linksOf(by.db, urns), urns)
    const keeps = mayKeepMembers(by.who)
    const leaders = await leadersOn(by.db, id, by.today)
    const history = keeps && (
      <>
        <History of={await revisions(by.db, 'schools', school.urn)} />
        <History of={await revisions(by.db, 'memberships', id)} />
      </>
    )
    return show(
      c,
      <SchoolPage
        {...{ school, spells, borne, leaders, linked, keeps }}
        today={by.today}
        records={await recordsOf(by, school)}
        history={history}
      />,
    )
  })

  routes.on(['get', 'post'], '/:id/school', async (c) => {
    const { by } = c.var
    permit(mayKeepMembers(by.who))
    const id = idOf(c)
    const form = schoolForm(...(await choices(c)))
    const { urn, name } = await membership(by.db, id)
    return fillIn(c, form, {
      current: async () => form.blank(await membership(by.db, id)),
      page: (answers) => (
        <FormPage
          form={form}
          answers={answers}
          title={`Correct the details of ${name}`}
          up={`/members/${id}`}
        />
      ),
      save: async (details, by, version) => {
        await correctSchool(by, { urn, version }, details)
        return `/members/${id}?did=saved`
      },
    })
  })

  routes.on(['get', 'post'], '/:id/dates', async (c) => {
    const { by } = c.var
    permit(mayKeepMembers(by.who))
    const id = idOf(c)
    const { name } = await membership(by.db, id)
    return fillIn(c, spellForm, {
      current: async () => {
        const { spellVersion, ...found } = await membership(by.db, id)
        return spellForm.blank({ ...found, version: spellVersion })
      },
      page: (answers) => (
        <FormPage form={spellForm} answers={answers} title={`Membership of ${name}`} up={`/members/${id}`} />
      ),
      save: async (spell, by, version) => {
        await correctSpell(by, { id, version }, spell)
        return `/members/${id}?did=saved`
      },
    })
  })

  routes.on(['get', 'post'], '/:id/again', async (c) => {
    permit(mayKeepMembers(c.var.by.who))
    const id = idOf(c)
    const { name } = await membership(c.var.by.db, id)
    return fillIn(c, spellForm, {
      page: (answers) => (
        <FormPage form={spellForm} answers={answers} title={`${name} joined again`} up={`/members/${id}`} />
      ),
      save: async (spell, by) => `/members/${await joinAgain(by, id, spell)}?did=added`,
    })
  })

  routes.on(['get', 'post'], '/:id/conversion', async (c) => {
    const { by } = c.var
    permit(mayKeepMembers(by.who))
    const id = idOf(c)
    const form = conversionForm(...(await choices(c)))
    const { urn, name, shortName, type, trustId } = await membership(by.db, id)
    const lead = `One URN closes and another opens. The membership of ${name} goes on, and with it all its records. Until now it bears ${urn}.`
    return fillIn(c, form, {
      current: async () => form.blank({ name, shortName, type, trustId }),
      page: (answers) => (
        <FormPage
          form={form}
          answers={answers}
          title="This school converted"
          up={`/members/${id}`}
          lead={lead}
        />
      ),
      save: async (filled, by) => {
        await convert(by, id, filled)
        return `/members/${id}?did=saved`
      },
    })
  })

  routes.get('/:id/conversion/take-back', async (c) => {
    const { by } = c.var
    permit(mayKeepMembers(by.who))
    const school = await membership(by.db, idOf(c))
    const [before, last] = (await urnsBorne(by.db, school.id)).slice(-2)
    if (!before || !last) throw notFound()
    return show(c, <TakeBackPage school={school} last={last} before={before} />)
  })

  routes.post('/:id/conversion/take-back', async (c) => {
    permit(mayKeepMembers(c.var.by.who))
    const id = idOf(c)
    return press(c, async (by) => {
      await takeBackConversion(by, id)
      return `/members/${id}?did=saved`
    })
  })

  return routes
}
