import { dayInLondon } from '../../platform/day.ts'
import type { Form } from '../../platform/form.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { pdf } from '../../platform/pdf.ts'
import { notFound, permit } from '../../platform/refusal.ts'
import { type Asked, file, fillIn, nameIn, rooms, show } from '../../platform/web.tsx'
import { reviewersOf } from '../reviewers/queries.ts'
import { reviewAsked } from '../reviews/asked.ts'
import type { Review } from '../reviews/queries.ts'
import { type MoveName, movesFor } from '../reviews/rules.ts'
import type { Standing } from '../rules.ts'
import { type Estimate, type Part, parts, type Section, sections } from '../tables.ts'
import { openingWritten, writeText } from './actions.ts'
import { estimatedForm, PartPage, wordsForm } from './pages.tsx'
import { printedReport } from './print.ts'
import { textOf, textsOf } from './queries.ts'
import { hasEstimates, partNamed, readsPart, sectionNamed, writesPart } from './rules.ts'

export const peerReviewTexts = rooms()

/** A part of a review that whoever asks may read; to everybody else there is none. */
async function partAsked(c: Asked, named = nameIn(c, 'part')) {
  const { found, standing } = await reviewAsked(c)
  const part = partNamed(named)
  if (!part || !readsPart(standing, part, found)) throw notFound()
  return { found, standing, part }
}

/** The step with which the writing of a part is over. */
const ends: Record<Part, MoveName> = {
  'self-review': 'self-review',
  report: 'report',
  workshop: 'workshop',
  'follow-up': 'follow-up',
}

async function opened(c: Asked, found: Review, standing: Standing, as: 'page' | 'pdf') {
  if (found.reportedAt !== null && !standing.hostHead) await openingWritten(c.var.by, found.id, as)
}

peerReviewTexts.get('/:id/texts/:part', async (c) => {
  const { found, standing, part } = await partAsked(c)
  if (part === 'report') await opened(c, found, standing, 'page')
  return show(
    c,
    <PartPage
      review={found}
      part={part}
      texts={await textsOf(c.var.by.db, found.id, part)}
      writes={writesPart(standing, part, found)}
      moves={movesFor(standing, found.state).filter((name) => name === ends[part])}
      prints={part === 'report' && found.reportedAt !== null}
      isOwner={standing.hostHead}
    />,
  )
})

peerReviewTexts.on(['get', 'post'], '/:id/texts/:part/:section', async (c) => {
  const { found, standing, part } = await partAsked(c)
  const section = sectionNamed(part, nameIn(c, 'section'))
  if (!section) throw notFound()
  if (c.req.method === 'GET') permit(writesPart(standing, part, found))
  const of = { reviewId: found.id, part, section }
  return hasEstimates(part)
    ? write(c, of, estimatedForm(part), ({ estimate }) => estimate)
    : write(c, of, wordsForm(part), () => null)
})

type Of = { reviewId: number; part: Part; section: Section }

function write<Filled extends { words: string | null }>(
  c: Asked,
  of: Of,
  form: Form<Filled>,
  estimateOf: (filled: Filled) => Estimate | null,
) {
  const { reviewId, part, section } = of
  const up = `/peer-review/${reviewId}/texts/${part}`
  const title = hasEstimates(part) ? sections[section] : parts[part]
  return fillIn(c, form, {
    current: async () =>
      form.blank((await textOf(c.var.by.db, reviewId, part, section)) as Parameters<typeof form.blank>[0]),
    page: (answers) => <FormPage form={form as Form<unknown>} answers={answers} title={title} up={up} />,
    save: async (filled, by, version) => {
      await writeText(by, of, version, { words: filled.words ?? '', estimate: estimateOf(filled) })
      return `${up}?did=saved`
    },
  })
}

peerReviewTexts.get('/:id/report.pdf', async (c) => {
  const { found, standing } = await partAsked(c, 'report')
  const { reportedAt } = found
  if (reportedAt === null) throw notFound()
  const { by, frame } = c.var
  const [texts, reviewers] = await Promise.all([
    textsOf(by.db, found.id, 'report'),
    reviewersOf(by.db, found.id),
  ])
  const printed = await pdf(
    printedReport({
      ...found,
      alliance: frame.alliance.name,
      host: found.hostName,
      reportedOn: dayInLondon(reportedAt),
      reviewers: reviewers.filter(({ replacedAt }) => replacedAt === null),
      texts,
    }),
  )
  await opened(c, found, standing, 'pdf')
  return file(c, printed, `peer-review-${found.id}.pdf`, 'application/pdf')
})
