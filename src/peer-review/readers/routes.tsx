import { choice, form, pick, type RowOptions } from '../../platform/form.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { permit } from '../../platform/refusal.ts'
import { fillIn, idOf, press, rooms } from '../../platform/web.tsx'
import { reviewAsked } from '../reviews/asked.ts'
import { type May, mays } from '../tables.ts'
import { nameReader, takeOffReader } from './actions.ts'
import { readerOptions } from './queries.ts'

export const peerReviewReaders = rooms()

const readerForm = (people: RowOptions) =>
  form<{ personId: number; may: May }>({
    personId: pick('Who', people, { ask: 'Choose who' }),
    may: choice('What may they do?', mays, {
      ask: 'Select what they may do',
      hint: 'Only people of your school can help it write. Each time somebody opens the report, that is written down.',
    }),
  })

peerReviewReaders.on(['get', 'post'], '/:id/readers/new', async (c) => {
  const { found, standing } = await reviewAsked(c)
  permit(standing.hostHead)
  const { by } = c.var
  const people = (await readerOptions(by.db, by.today)).filter(([id]) => id !== by.who.personId)
  const asked = readerForm(people)
  return fillIn(c, asked, {
    page: (answers) => (
      <FormPage
        form={asked}
        answers={answers}
        title="Name who may read or write"
        up={`/peer-review/${found.id}#readers`}
      />
    ),
    save: async (filled, by) => {
      await nameReader(by, found.id, filled)
      return `/peer-review/${found.id}?did=added`
    },
  })
})

peerReviewReaders.post('/:id/readers/:reader/remove', async (c) => {
  const { found, standing } = await reviewAsked(c)
  permit(standing.hostHead)
  return press(c, async (by) => {
    await takeOffReader(by, found.id, idOf(c, 'reader'))
    return `/peer-review/${found.id}?did=removed`
  })
})
