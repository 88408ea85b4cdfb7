import { piecesOf } from '../agreement/changes.ts'
import { merged } from '../meetings/minutes/merge.ts'
import { posts } from '../people/tables.ts'
import type { Actor } from '../platform/action.ts'
import { academicYearOf } from '../platform/day.ts'
import { FormPage } from '../platform/form-page.tsx'
import { History } from '../platform/history.tsx'
import { pdf } from '../platform/pdf.ts'
import { notFound, notPossible, permit } from '../platform/refusal.ts'
import { revisions } from '../platform/revision.ts'
import { type Asked, file, fillIn, idOf, list, rooms, show } from '../platform/web.tsx'
import { isOffice, ledMemberships } from '../platform/who.ts'
import { briefingFor, mailBriefing, makeBriefing, rewordBriefing } from './actions.ts'
import { own, schoolAsked } from './asked.ts'
import { drafted } from './draft.ts'
import { pageOf, yearFilter } from './filter.ts'
import { LegalBody } from './givings/pages.tsx'
import {
  BriefingPage,
  BriefingsPage,
  briefingsList,
  ChooseMeetingPage,
  ChooseSchoolPage,
  CountsPage,
  countsList,
  draftForm,
  mailForm,
  RedoPage,
  wordsForm,
} from './pages.tsx'
import { documentOf } from './printed.ts'
import {
  boardsHeld,
  briefings as briefingsOf,
  counts,
  givings,
  governorsOf,
  legalBodyOf,
  memberOf,
} from './queries.ts'
import { recorded } from './records.ts'
import { bodyKindOf, briefedMemberships, mayBrief, maySeeBriefings } from './rules.ts'

const named = async ({ db }: Actor, ids: number[]) =>
  Promise.all(ids.map(async (id) => ({ id, name: (await memberOf(db, id)).shortName })))

/** `url` is where the site stands, for the links in a mail. */
export function briefings(url: string) {
  const site = rooms()

  site.get('/', async (c) => {
    const { by } = c.var
    permit(maySeeBriefings(by.who))
    const own = briefedMemberships(by.who)
    if (own.length === 0) return countsFor(c)
    const briefs = await named(by, ledMemberships(by.who))
    return list(c, {
      of: briefingsList,
      filter: yearFilter,
      sort: '-held',
      name: 'briefings',
      rows: async (asked) =>
        pageOf(await briefingsOf(by.db, { memberships: own, year: asked.filter.year ?? null }), asked),
      page: (shown) => <BriefingsPage {...shown} briefs={briefs} />,
    })
  })

  site.on(['get', 'post'], '/new', newBriefing)

  site.get('/:id', async (c) => {
    const { by } = c.var
    permit(maySeeBriefings(by.who))
    const found = await briefingFor(by, idOf(c))
    const given = await givings(by.db, { briefingId: found.id })
    const history = !found.marked && <History of={await revisions(by.db, 'briefings', found.id)} />
    const briefs = mayBrief(by.who, found.membershipId)
    return show(c, <BriefingPage briefing={found} givings={given} {...{ briefs, history }} />)
  })

  site.get('/:id/:file{briefing\\.pdf}', async (c) => {
    permit(maySeeBriefings(c.var.by.who))
    const found = await briefingFor(c.var.by, idOf(c))
    if (found.withheld) throw notPossible('This briefing is withheld until it is made again from the records')
    return file(c, await pdf(documentOf(found)), `briefing-${found.heldOn}.pdf`, 'application/pdf')
  })

  site.on(['get', 'post'], '/:id/correct', async (c) => {
    const found = await own(c)
    if (found.withheld) return c.redirect(`/briefings/${found.id}/redo`, 303)
    return fillIn(c, wordsForm, {
      current: async () => wordsForm.blank(await briefingFor(c.var.by, found.id)),
      page: (answers) => (
        <FormPage form={wordsForm} {...{ answers }} title="Edit the briefing" up={`/briefings/${found.id}`} />
      ),
      save: async ({ words }, by, version) => {
        await rewordBriefing(by, { id: found.id, version }, words)
        return `/briefings/${found.id}?did=saved`
      },
    })
  })

  site.on(['get', 'post'], '/:id/redo', redo)

  site.on(['get', 'post'], '/:id/mail', async (c) => {
    const { by } = c.var
    const { id, membershipId } = await own(c)
    const governors = await governorsOf(by.db, membershipId, by.today)
    const form = mailForm(
      governors.map(({ personId, name, post }) => [personId, `${name}, ${postName(post)}`]),
    )
    const body = await legalBodyOf(by.db, membershipId)
    return fillIn(c, form, {
      current: async () => form.blank({ body, bodyKind: bodyKindOf(body) }),
      page: (answers) => (
        <FormPage
          {...{ form, answers }}
          title="Send the briefing by mail"
          up={`/briefings/${id}`}
          submit="Send"
          lead={
            governors.length === 0
              ? 'No governor or trustee of the school with an address is recorded. Ask the office to add them.'
              : 'They get the words of the briefing, and it is recorded as given today.'
          }
        >
          <LegalBody says={body} />
        </FormPage>
      ),
      save: async (filled, by) => {
        await mailBriefing(by, id, filled, url)
        return `/briefings/${id}?did=sent`
      },
    })
  })

  return site
}

const postName = (post: string) => posts[post as keyof typeof posts]

function countsFor(c: Asked) {
  const { by } = c.var
  permit(isOffice(by.who))
  return list(c, {
    of: countsList,
    filter: yearFilter,
    sort: 'school',
    name: 'briefings-by-school',
    rows: async (asked) =>
      pageOf(await counts(by.totals, asked.filter.year ?? academicYearOf(by.today)), asked),
    page: (shown) => <CountsPage {...shown} />,
  })
}

const chooseMeeting = async (c: Asked) =>
  show(c, <ChooseMeetingPage meetings={await boardsHeld(c.var.by.db, c.var.by.today)} />)

async function newBriefing(c: Asked) {
  const { by } = c.var
  const led = ledMemberships(by.who)
  permit(led.length > 0)
  const asked = c.req.query('meeting') ?? ''
  if (asked === '') return chooseMeeting(c)
  if (!/^\d{1,15}$/.test(asked)) throw notFound()
  const meetingId = Number(asked)
  if (led.length > 1 && c.req.query('school') === undefined)
    return show(c, <ChooseSchoolPage meetingId={meetingId} schools={await named(by, led)} />)
  const membershipId = schoolAsked(c)
  const [already] = await briefingsOf(by.db, { meetingId, memberships: [membershipId] })
  if (already && c.req.method === 'GET') return c.redirect(`/briefings/${already.id}`, 303)
  const askedAt = new Date().toISOString()
  const words = drafted(await recorded(by.db, meetingId, membershipId))
  return fillIn(c, draftForm, {
    current: async () => draftForm.blank({ words, askedAt }),
    page: (answers) => (
      <FormPage
        form={draftForm}
        {...{ answers }}
        title="Brief your governors"
        up={`/meetings/${meetingId}`}
      />
    ),
    save: async ({ words, askedAt }, by) =>
      `/briefings/${await makeBriefing(by, { meetingId, membershipId }, words, momentIn(askedAt))}?did=added`,
  })
}

async function redo(c: Asked) {
  const { by } = c.var
  const found = await own(c)
  const askedAt = new Date().toISOString()
  const fresh = drafted(await recorded(by.db, found.meetingId, found.membershipId))
  const together = merged({ opened: found.drafted, mine: found.words, theirs: fresh })
  const same = fresh.trim() === found.drafted.trim()
  const changed = same || found.withheld ? null : piecesOf({ was: found.drafted, now: fresh })
  return fillIn(c, draftForm, {
    current: async () =>
      draftForm.blank({
        ...{ askedAt, version: found.version },
        words: found.withheld ? fresh : together.words,
      }),
    page: (answers) => (
      <RedoPage
        id={found.id}
        form={draftForm}
        answers={answers}
        changed={changed}
        both={found.withheld ? 0 : together.both.length}
      />
    ),
    save: async ({ words, askedAt }, by, version) => {
      await rewordBriefing(by, { id: found.id, version }, words, momentIn(askedAt))
      return `/briefings/${found.id}?did=saved`
    },
  })
}

/** When a form says that the records were asked: no later than now, and now where it says nothing of it. */
function momentIn(text: string): Date {
  const [at, now] = [Date.parse(text), Date.now()]
  return new Date(Number.isNaN(at) || at < 0 ? now : Math.min(at, now))
}
