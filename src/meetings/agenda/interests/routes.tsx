import { personOptions } from '../../../people/queries.ts'
import { FormPage } from '../../../platform/form-page.tsx'
import { permit } from '../../../platform/refusal.ts'
import { fillIn, idOf, list, press, rooms } from '../../../platform/web.tsx'
import { isOffice } from '../../../platform/who.ts'
import { itemAsked } from '../asked.ts'
import { correctStanding, declareInterest, declareStanding, removeInterest } from './actions.ts'
import { InterestsPage, interestFilter, interestForm, interestsListing, itemInterestForm } from './pages.tsx'
import { interest, interestsListed } from './queries.ts'
import { mayKeepInterest, maySeeInterests } from './rules.ts'

export const interests = rooms()

interests.get('/interests', (c) => {
  const { by } = c.var
  permit(maySeeInterests(by.who))
  const of = interestsListing((row) => mayKeepInterest(by.who, row))
  return list(c, {
    of,
    filter: interestFilter,
    sort: 'person',
    name: 'interests',
    rows: (asked) => interestsListed(by.db, asked, by.today),
    page: (shown) => <InterestsPage {...shown} of={of} />,
  })
})

interests.on(['get', 'post'], '/interests/new', async (c) => {
  const { by } = c.var
  permit(maySeeInterests(by.who))
  const form = interestForm(isOffice(by.who) ? await personOptions(by.db) : null)
  return fillIn(c, form, {
    page: (answers) => (
      <FormPage
        {...{ form, answers }}
        title="Declare an interest"
        up="/meetings/interests"
        submit="Declare it"
      />
    ),
    save: async (filled, by) => {
      await declareStanding(by, filled)
      return '/meetings/interests?did=added'
    },
  })
})

interests.on(['get', 'post'], '/interests/:id/correct', async (c) => {
  const { by } = c.var
  permit(maySeeInterests(by.who))
  const found = await interest(by.db, idOf(c))
  permit(mayKeepInterest(by.who, found))
  const form = interestForm(null)
  return fillIn(c, form, {
    current: async () => {
      const { personId: _, ...now } = await interest(by.db, found.id)
      return form.blank(now)
    },
    page: (answers) => (
      <FormPage {...{ form, answers }} title={`Interest of ${found.person}`} up="/meetings/interests" />
    ),
    save: async (filled, by, version) => {
      await correctStanding(by, { id: found.id, version }, filled)
      return '/meetings/interests?did=saved'
    },
  })
})

interests.on(['get', 'post'], '/:id/items/:item/interests/new', async (c) => {
  const { by } = c.var
  const { found, item, keeps } = await itemAsked(c)
  const form = itemInterestForm(keeps ? await personOptions(by.db) : null)
  return fillIn(c, form, {
    current: async () => form.blank(keeps && by.who.personId ? { personId: by.who.personId } : {}),
    page: (answers) => (
      <FormPage
        {...{ form, answers }}
        title={`Declare an interest in item ${item.number}`}
        up={`/meetings/${found.id}/items/${item.id}`}
        lead={`${item.partB ? `${found.title}: an item of Part B` : `${found.title}: ${item.title}`}. Whoever declares an interest has no part in the item${item.partB ? ', and does not read it any more' : ''}.`}
        submit="Declare it"
      />
    ),
    save: async (filled, by) => {
      await declareInterest(by, item, filled)
      // Of a confidential item whoever declared reads no more, so the way on is to the meeting.
      return item.partB
        ? `/meetings/${found.id}?did=added`
        : `/meetings/${found.id}/items/${item.id}?did=added`
    },
  })
})

interests.post('/:id/items/:item/interests/:interest/remove', async (c) => {
  const { item } = await itemAsked(c)
  return press(c, async (by) => {
    await removeInterest(by, item, idOf(c, 'interest'))
    return `/meetings/${item.meetingId}/items/${item.id}?did=removed`
  })
})
