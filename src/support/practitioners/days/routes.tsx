import { academicYearOf, yearName, yearTyped } from '../../../platform/day.ts'
import { joinSeveral } from '../../../platform/form.ts'
import { FormPage } from '../../../platform/form-page.tsx'
import { notFound, notPossible, permit } from '../../../platform/refusal.ts'
import { type Asked, fillIn, idOf, nameIn, press, rooms } from '../../../platform/web.tsx'
import { areaOptions } from '../../areas/queries.ts'
import { correctProfile } from '../actions.ts'
import { opened, openedTo } from '../asked.ts'
import {
  awayForm,
  expertiseFilled,
  expertiseForm,
  expertiseNow,
  halfSaid,
  offerForm,
  profileForm,
  timesForm,
} from '../forms.ts'
import { backTo, WordsPage } from '../pages.tsx'
import { expertiseOf, offersOf, practitioner, timesOf } from '../queries.ts'
import { isOfTheAlliance, mayKeep, mayOffer, numberOfTime, yearsOffered } from '../rules.ts'
import { addAway, keepExpertise, keepTimes, offerDays, removeAway } from './actions.ts'

/** What is kept of one practitioner by themselves and their head: profile, expertise, when and how long they are free. */
export const days = rooms()

const back = (id: number, did: string, part = '') => `/support/practitioners/${id}?did=${did}${part}`
const again = (c: Asked, id: number) => practitioner(c.var.by.db, id, c.var.by.today)

days.on(['get', 'post'], '/:id/profile', async (c) => {
  const found = await openedTo(c, mayKeep)
  const { id, name } = found
  return fillIn(c, profileForm, {
    current: async () => profileForm.blank(await again(c, id)),
    page: (answers) => (
      <WordsPage {...{ answers, of: found }} form={profileForm} title={`Profile of ${name}`} />
    ),
    save: async (filled, by, version) => {
      await correctProfile(by, { id, version }, filled)
      return back(id, 'saved')
    },
  })
})

days.on(['get', 'post'], '/:id/expertise', async (c) => {
  const found = await openedTo(c, mayKeep)
  const { db } = c.var.by
  const rows = await expertiseOf(db, found.id)
  const own = new Set(rows.map(({ areaId }) => areaId))
  const asks = c.req.method === 'GET'
  // A form sent twice names an area to add that the first sending made theirs: it is still an answer.
  const others = (await areaOptions(db, { also: [...own] })).filter(([id]) => !asks || !own.has(id))
  const form = expertiseForm(rows, others)
  return fillIn(c, form, {
    current: async () => {
      const { version } = await again(c, found.id)
      const now = Object.entries(expertiseNow(await expertiseOf(db, found.id)))
      return form.blank({ ...Object.fromEntries(now.map(([area, of]) => [area, joinSeveral(of)])), version })
    },
    page: (answers) => (
      <FormPage
        {...{ form, answers }}
        title={`Expertise of ${found.name}`}
        up={backTo(found)}
        lead="Tick the phases of each area. An area with none ticked is taken off."
      />
    ),
    save: async (filled, by, version) => {
      const half = halfSaid(filled)
      if (half) throw notPossible(half.says, half.field)
      await keepExpertise(by, { id: found.id, version }, expertiseFilled(filled))
      return back(found.id, 'saved')
    },
  })
})

days.on(['get', 'post'], '/:id/times', async (c) => {
  const found = await openedTo(c, mayKeep)
  const { id } = found
  return fillIn(c, timesForm, {
    current: async () => {
      const { version } = await again(c, id)
      const times = (await timesOf(c.var.by.db, id)).map(numberOfTime)
      return timesForm.blank({ times: joinSeveral(times), version })
    },
    page: (answers) => (
      <FormPage form={timesForm} answers={answers} title={`When ${found.name} is free`} up={backTo(found)} />
    ),
    save: async ({ times }, by, version) => {
      await keepTimes(by, { id, version }, times ?? [])
      return back(id, 'saved')
    },
  })
})

days.on(['get', 'post'], '/:id/offers/:year', async (c) => {
  const found = await openedTo(c, mayOffer)
  const { id } = found
  const year = yearTyped(nameIn(c, 'year'))
  if (year === undefined || !yearsOffered(academicYearOf(c.var.by.today)).includes(year)) throw notFound()
  const form = offerForm(year)
  return fillIn(c, form, {
    current: async () => {
      const now = (await offersOf(c.var.by.db, id)).find((one) => one.year === year)
      return now
        ? form.blank({ halfDays: now.offered / 2, version: now.version })
        : form.blank({ version: 0 })
    },
    page: (answers) => (
      <FormPage
        {...{ form, answers }}
        title={`Days of ${found.name} in ${yearName(year)}`}
        up={backTo(found)}
        lead="The days for which their school releases them to support other schools."
      />
    ),
    save: async (filled, by, version) => {
      await offerDays(by, { id, year, version }, filled)
      return back(id, 'saved', '#days')
    },
  })
})

days.on(['get', 'post'], '/:id/away/new', async (c) => {
  const found = await openedTo(c, mayKeep)
  return fillIn(c, awayForm, {
    page: (answers) => (
      <FormPage
        form={awayForm}
        answers={answers}
        title={`When ${found.name} cannot come`}
        up={backTo(found)}
        lead="Why is not asked. Other schools do not see it."
      />
    ),
    save: async (filled, by) => {
      await addAway(by, found.id, filled)
      return back(found.id, 'added', '#away')
    },
  })
})

days.post('/:id/away/:row/remove', (c) => {
  permit(isOfTheAlliance(c.var.by.who))
  return press(c, async (by) => {
    const { id } = await opened(c, by)
    await removeAway(by, id, idOf(c, 'row'))
    return back(id, 'removed', '#away')
  })
})
