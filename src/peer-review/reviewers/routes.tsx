import type { RowOptions } from '../../platform/form.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { notFound, permit } from '../../platform/refusal.ts'
import { type Asked, fillIn, idOf, press, rooms } from '../../platform/web.tsx'
import { reviewAsked } from '../reviews/asked.ts'
import type { Review } from '../reviews/queries.ts'
import { mayDeclare, mayPlan } from '../rules.ts'
import { chooseLead, declare, nameReviewer, replaceReviewer } from './actions.ts'
import { declareForm, replaceForm, reviewerForm } from './forms.ts'
import { candidates, reviewersOf } from './queries.ts'

export const peerReviewers = rooms()

/**
 * Who could be named. A form leaves out those who are reviewers already; what was sent is read with them, so that a
 * form sent twice gets its first answer.
 */
async function options({ req, var: { by } }: Asked, found: Review): Promise<RowOptions> {
  const [all, named] = await Promise.all([candidates(by.db, found, by.today), reviewersOf(by.db, found.id)])
  const there = named.filter(({ replacedAt }) => replacedAt === null).map(({ personId }) => personId)
  return all
    .filter(({ personId }) => req.method !== 'GET' || !there.includes(personId))
    .map(({ personId, name, school }) => [personId, `${name}, ${school}`])
}

peerReviewers.on(['get', 'post'], '/:id/reviewers/new', async (c) => {
  const { found, standing } = await reviewAsked(c)
  permit(mayPlan(standing))
  const form = reviewerForm(await options(c, found))
  return fillIn(c, form, {
    page: (answers) => (
      <FormPage
        form={form}
        answers={answers}
        title={`Name a reviewer of ${found.host}`}
        lead="They are asked to declare whether anything stands in the way. Until they have, they read nothing."
        up={`/peer-review/${found.id}`}
      />
    ),
    save: async (filled, by) => {
      await nameReviewer(by, found.id, filled)
      return `/peer-review/${found.id}?did=added`
    },
  })
})

peerReviewers.on(['get', 'post'], '/:id/reviewers/:reviewer/replace', async (c) => {
  const { found, standing } = await reviewAsked(c)
  permit(mayPlan(standing))
  const reviewerId = idOf(c, 'reviewer')
  const reviewer = (await reviewersOf(c.var.by.db, found.id)).find(({ id }) => id === reviewerId)
  if (!reviewer) throw notFound()
  const form = replaceForm(await options(c, found))
  return fillIn(c, form, {
    page: (answers) => (
      <FormPage
        form={form}
        answers={answers}
        title={`Replace ${reviewer.name}`}
        up={`/peer-review/${found.id}`}
        submit="Replace"
      />
    ),
    save: async (filled, by) => {
      await replaceReviewer(by, { reviewId: found.id, reviewerId }, filled)
      return `/peer-review/${found.id}?did=saved`
    },
  })
})

peerReviewers.post('/:id/reviewers/:reviewer/lead', async (c) => {
  const { found, standing } = await reviewAsked(c)
  permit(mayPlan(standing))
  return press(c, async (by) => {
    await chooseLead(by, found.id, idOf(c, 'reviewer'))
    return `/peer-review/${found.id}?did=saved`
  })
})

peerReviewers.on(['get', 'post'], '/:id/declare', async (c) => {
  const { found, standing } = await reviewAsked(c)
  // Sent twice, it gets its first answer, though whoever has declared an interest is not asked once more.
  permit(c.req.method === 'GET' ? mayDeclare(standing, found.state) : standing.reviewer !== null)
  return fillIn(c, declareForm, {
    page: (answers) => (
      <FormPage
        form={declareForm}
        answers={answers}
        title={`Declare before you review ${found.host}`}
        up={`/peer-review/${found.id}`}
        submit="Declare"
      />
    ),
    save: async (filled, by) => {
      await declare(by, found.id, filled)
      return `/peer-review/${found.id}?did=saved`
    },
  })
})
