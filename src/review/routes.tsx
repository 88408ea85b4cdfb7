import { maySeeBallots } from '../ballots/rules.ts'
import { maySeePeerReview } from '../peer-review/rules.ts'
import { type AcademicYear, yearName, yearTyped } from '../platform/day.ts'
import { pdf } from '../platform/pdf.ts'
import { notFound, permit, Refusal } from '../platform/refusal.ts'
import { csvText } from '../platform/sheet.ts'
import { type Asked, file, fillIn, press, rooms, show } from '../platform/web.tsx'
import { isOffice, isSignedIn, type Who } from '../platform/who.ts'
import { maySeeCohorts } from '../reading/rules.ts'
import { maySeeRounds } from '../rounds/rules.ts'
import { maySeeSchemes } from '../schemes/rules.ts'
import { maySeeVisits } from '../support/visits/rules.ts'
import { freeze, isSection, writeSection } from './actions.ts'
import { hasBegun, reviewOf, type Told } from './compose.ts'
import { asCsv, asJson, csvColumns } from './edition.ts'
import {
  ChangesPage,
  FiguresPage,
  FreezePage,
  type Reading,
  ReviewPage,
  SectionWordsPage,
  WordsPage,
  wordsForm,
  YearsPage,
} from './pages.tsx'
import { printedReview } from './print.ts'
import { draftTexts, frozen, yearsRecorded } from './queries.ts'

export const review = rooms()

/** Members read everything; a partner and the public read what was frozen, without small numbers. */
function readingOf(c: Asked): Reading {
  const { who } = c.var.by
  const member = isSignedIn(who) && !who.held.every(({ role }) => role === 'partner')
  const audience = member && c.req.query('edition') !== 'public' ? 'members' : 'public'
  const opens = (href: string) =>
    audience === 'members' && (narrower[href.split(/[/?]/)[1] ?? ''] ?? isSignedIn)(who)
  return { audience, opens, writes: isOffice(who) && audience === 'members' }
}

/** Lists that not every member of the alliance may open, by where their addresses begin. */
const narrower: Record<string, (who: Who) => boolean> = {
  support: maySeeVisits,
  reading: maySeeCohorts,
  schemes: maySeeSchemes,
  ballots: maySeeBallots,
  rounds: maySeeRounds,
  'peer-review': maySeePeerReview,
}

function yearAsked(c: Asked): AcademicYear {
  const text = c.req.param('year') ?? ''
  const year = yearTyped(text)
  if (year === undefined || yearName(year) !== text || !hasBegun(year, c.var.by.today)) throw notFound()
  return year
}

/** The review this reader asked for; what is not frozen is not the public's, and is not there for it. */
async function asked(c: Asked): Promise<{ told: Told; reading: Reading; year: AcademicYear }> {
  const year = yearAsked(c)
  const reading = readingOf(c)
  const { who, totals } = c.var.by
  const mayDraft = reading.audience === 'members' || isOffice(who)
  const number = /^\d{1,6}$/.test(c.req.query('number') ?? '') ? Number(c.req.query('number')) : undefined
  if (!mayDraft || number !== undefined) if (!(await frozen(totals, year, number))) throw notFound()
  const wanted = { audience: reading.audience, ...(number === undefined ? {} : { number }) }
  const draft = mayDraft && c.req.query('draft') === 'yes'
  return { told: await reviewOf(totals, year, { ...wanted, draft }), reading, year }
}

review.get('/', async (c) => {
  const { totals, who } = c.var.by
  const years = await yearsRecorded(totals)
  const open = readingOf(c).audience === 'members' ? years : years.filter(({ editions }) => editions > 0)
  return show(
    c,
    <YearsPage years={open.filter(({ year }) => hasBegun(year, c.var.by.today))} writes={isOffice(who)} />,
  )
})

review.get('/:year', async (c) => show(c, <ReviewPage {...(await asked(c))} />))

review.get('/:year/figures', async (c) => {
  const { told, reading } = await asked(c)
  return show(c, <FiguresPage edition={told.edition} reading={reading} />)
})

review.get('/:year/changes', async (c) => {
  permit(isOffice(c.var.by.who))
  return show(c, <ChangesPage {...(await asked(c))} />)
})

const nameOf = (year: AcademicYear, ending: string) => `review-${yearName(year)}.${ending}`

review.get('/:year/review.json', async (c) => {
  const { told, year } = await asked(c)
  return file(
    c,
    `${JSON.stringify(asJson(told.edition), null, 2)}\n`,
    nameOf(year, 'json'),
    'application/json',
  )
})

review.get('/:year/review.csv', async (c) => {
  const { told, year } = await asked(c)
  return file(c, csvText(csvColumns, asCsv(told.edition)), nameOf(year, 'csv'), 'text/csv; charset=utf-8')
})

review.get('/:year/review.pdf', async (c) => {
  const { told, year } = await asked(c)
  return file(
    c,
    await pdf(printedReview(told.edition, c.var.by.today)),
    nameOf(year, 'pdf'),
    'application/pdf',
  )
})

const draftOf = async (c: Asked, year: AcademicYear) =>
  (await reviewOf(c.var.by.totals, year, { audience: 'members', draft: true })).edition

review.get('/:year/words', async (c) => {
  permit(isOffice(c.var.by.who))
  return show(c, <WordsPage edition={await draftOf(c, yearAsked(c))} />)
})

review.on(['get', 'post'], '/:year/words/:section', async (c) => {
  permit(isOffice(c.var.by.who))
  const year = yearAsked(c)
  const section = c.req.param('section')
  if (!isSection(section)) throw notFound()
  const edition = await draftOf(c, year)
  return fillIn(c, wordsForm, {
    current: async () => {
      const own = (await draftTexts(c.var.by.totals, year)).find((one) => one.section === section)
      return wordsForm.blank({ body: own?.body ?? edition.narrative[section], version: own?.version ?? 0 })
    },
    page: (answers) => <SectionWordsPage edition={edition} section={section} answers={answers} />,
    save: async ({ body }, by, version) => {
      await writeSection(by, year, section, body, version)
      return `/review/${yearName(year)}/words?did=saved`
    },
  })
})

review.on(['get', 'post'], '/:year/freeze', async (c) => {
  permit(isOffice(c.var.by.who))
  const year = yearAsked(c)
  if (c.req.method === 'GET') return show(c, <FreezePage edition={await draftOf(c, year)} />)
  try {
    return await press(c, async (by) => {
      await freeze(by, year)
      return `/review/${yearName(year)}?did=frozen`
    })
  } catch (error) {
    if (!(error instanceof Refusal && error.kind === 'not possible')) throw error
    return show(c, <FreezePage edition={await draftOf(c, year)} problem={error.message} />, 422)
  }
})
