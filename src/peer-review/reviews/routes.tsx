import { FormPage } from '../../platform/form-page.tsx'
import { notFound, permit } from '../../platform/refusal.ts'
import { type Asked, fillIn, nameIn, press, rooms, show } from '../../platform/web.tsx'
import { staffOptions } from '../clusters/queries.ts'
import { readersOf } from '../readers/queries.ts'
import { ReadersSection } from '../readers/section.tsx'
import { candidates, reviewersOf } from '../reviewers/queries.ts'
import { ReviewersSection } from '../reviewers/section.tsx'
import { mayPlan, maySeeClusters } from '../rules.ts'
import { TextsSection } from '../texts/pages.tsx'
import { dateReview, moveReview, planReview } from './actions.ts'
import { reviewAsked } from './asked.ts'
import { cancelForm, datesForm, planForm } from './forms.ts'
import { ReviewPage } from './pages.tsx'
import { type Review, review } from './queries.ts'
import { hindersVisit, isMove, MOST_REVIEWERS, mayTake } from './rules.ts'

export const peerReviews = rooms()

peerReviews.get('/:id', async (c) => {
  const { by } = c.var
  const { found, standing } = await reviewAsked(c)
  const reviewers = await reviewersOf(by.db, found.id)
  const readers = standing.hostHead ? await readersOf(by.db, found.id) : []
  const visits = found.state === 'self-reviewed' && mayTake(standing, 'visit')
  return show(
    c,
    <ReviewPage
      review={found}
      standing={standing}
      today={by.today}
      seesClusters={maySeeClusters(by.who)}
      hinders={visits ? await hinders(c, found) : []}
      texts={<TextsSection review={found} standing={standing} />}
      reviewers={
        <ReviewersSection review={found} standing={standing} reviewers={reviewers} most={MOST_REVIEWERS} />
      }
      readers={standing.hostHead && <ReadersSection reviewId={found.id} readers={readers} />}
    />,
  )
})

async function hinders({ var: { by } }: Asked, found: Review): Promise<string[]> {
  const [all, fitting] = await Promise.all([reviewersOf(by.db, found.id), candidates(by.db, found, by.today)])
  const reviewers = all
    .filter(({ replacedAt }) => replacedAt === null)
    .map((one) => ({ ...one, fits: fitting.some(({ personId }) => personId === one.personId) }))
  return hindersVisit({ ...found, reviewers }, by.today)
}

peerReviews.on(['get', 'post'], '/:id/plan', async (c) => {
  const { by } = c.var
  const { found, standing } = await reviewAsked(c)
  permit(mayPlan(standing))
  const staff = await staffOptions(by.db, found.hostMembershipId, by.today)
  const { leaderId, leader } = found
  const form = planForm(
    leaderId === null || staff.some(([id]) => id === leaderId)
      ? staff
      : [...staff, [leaderId, `${leader} (left)`]],
  )
  return fillIn(c, form, {
    current: async () => form.blank(await review(by.db, found.id)),
    page: (answers) => (
      <FormPage
        form={form}
        answers={answers}
        title={`Plan the visit to ${found.host}`}
        up={`/peer-review/${found.id}`}
      />
    ),
    save: async (filled, by, version) => {
      await planReview(by, { id: found.id, version }, filled)
      return `/peer-review/${found.id}?did=saved`
    },
  })
})

peerReviews.on(['get', 'post'], '/:id/dates', async (c) => {
  const { found, standing } = await reviewAsked(c)
  permit(mayTake(standing, 'workshop'))
  return fillIn(c, datesForm, {
    current: async () => datesForm.blank(await review(c.var.by.db, found.id)),
    page: (answers) => (
      <FormPage
        form={datesForm}
        answers={answers}
        title="What follows the report"
        up={`/peer-review/${found.id}`}
      />
    ),
    save: async (filled, by, version) => {
      await dateReview(by, { id: found.id, version }, filled)
      return `/peer-review/${found.id}?did=saved`
    },
  })
})

peerReviews.on(['get', 'post'], '/:id/cancel', async (c) => {
  const { found, standing } = await reviewAsked(c)
  permit(mayTake(standing, 'cancel'))
  return fillIn(c, cancelForm, {
    page: (answers) => (
      <FormPage
        form={cancelForm}
        answers={answers}
        title={`Cancel the peer review of ${found.host}`}
        up={`/peer-review/${found.id}`}
        submit="Cancel this review"
      />
    ),
    save: async ({ reason }, by) => {
      await moveReview(by, found.id, 'cancel', reason)
      return `/peer-review/${found.id}?did=saved`
    },
  })
})

peerReviews.post('/:id/moves/:move', async (c) => {
  const { found, standing } = await reviewAsked(c)
  const name = nameIn(c, 'move')
  if (!isMove(name) || name === 'cancel') throw notFound()
  permit(mayTake(standing, name))
  return press(c, async (by) => {
    await moveReview(by, found.id, name)
    return `/peer-review/${found.id}?did=saved`
  })
})
