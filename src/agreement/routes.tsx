import { membersOn } from '../members/queries.ts'
import type { Actor } from '../platform/action.ts'
import { academicYearOf } from '../platform/day.ts'
import { pdf } from '../platform/pdf.ts'
import { notFound } from '../platform/refusal.ts'
import { type Asked, file, idOf, nameIn, rooms, show } from '../platform/web.tsx'
import { holds } from '../platform/who.ts'
import { changesBetween } from './changes.ts'
import { AgreementPage, ChangesPage, VersionPage, VersionsPage } from './pages.tsx'
import { documentOf, markdownOf, plainTextOf } from './printed.ts'
import { ProposalsTakenUp } from './proposals/parts.tsx'
import { proposalsTakenUp } from './proposals/queries.ts'
import { maySeeProposals } from './proposals/rules.ts'
import { clausesOf, said, versions } from './queries.ts'
import { inForceOn, mayKeepAgreement, stateOn, toSignOn } from './rules.ts'
import { terms } from './terms/queries.ts'

export const agreement = rooms()

/** Every published version, each with how far it has come by today. */
async function published({ db, today }: Actor) {
  const all = await versions(db, await terms(db, academicYearOf(today)))
  return all.map((version) => ({ ...version, state: stateOn(version, all, today) }))
}

async function numbered(by: Actor, number: number) {
  const all = await published(by)
  const version = all.find((one) => one.number === number)
  if (!version) throw notFound()
  return { version, all }
}

agreement.get('/', async (c) => {
  const { by } = c.var
  const [all, members] = await Promise.all([published(by), membersOn(by.db, by.today)])
  const newest = toSignOn(all, by.today)
  const shown = inForceOn(all, by.today) ?? newest
  const clauses = shown ? await clausesOf(by.db, shown.id) : []
  const next = newest && shown && newest.id !== shown.id ? newest : undefined
  return show(
    c,
    <AgreementPage
      shown={shown}
      clauses={clauses}
      next={next}
      members={members.length}
      places={placesFor(by, all.length)}
    />,
  )
})

const places = {
  versions: {
    href: '/agreement/versions',
    title: 'Versions',
    says: 'Every wording, and what changed between them.',
  },
  register: {
    href: '/agreement/register',
    title: 'Who has signed',
    says: 'Which school signed which version, and when.',
  },
  check: {
    href: '/agreement/check',
    title: 'Check a document',
    says: 'Whether a signed document is genuine.',
  },
  documents: {
    href: '/agreement/documents',
    title: 'Signed documents',
    says: 'The agreement as your schools signed it, to keep.',
  },
  proposals: {
    href: '/agreement/proposals',
    title: 'Proposals',
    says: 'What somebody would change at the yearly review.',
  },
  drafts: {
    href: '/agreement/drafts',
    title: 'Drafts',
    says: 'Read a text from a file, correct it, publish it.',
  },
}

const placesFor = ({ who }: Actor, count: number) => [
  ...(count > 0 ? [places.versions, places.register] : []),
  places.check,
  ...(holds(who, 'coordinator', 'head', 'deputy', 'chair', 'governor') ? [places.documents] : []),
  ...(count > 0 && maySeeProposals(who) ? [places.proposals] : []),
  ...(mayKeepAgreement(who) ? [places.drafts] : []),
]

agreement.get('/versions', async (c) => {
  const { by } = c.var
  return show(c, <VersionsPage versions={await published(by)} keeps={mayKeepAgreement(by.who)} />)
})

agreement.get('/versions/:number', async (c) => {
  const { by } = c.var
  const { version } = await numbered(by, idOf(c, 'number'))
  const [clauses, members] = await Promise.all([clausesOf(by.db, version.id), membersOn(by.db, by.today)])
  const proposals = await proposalsTakenUp(by.db, version.id)
  const takenUp = <ProposalsTakenUp proposals={proposals} opens={maySeeProposals(by.who)} />
  const shown = { version, clauses, members: members.length, takenUp }
  return show(c, <VersionPage {...shown} />)
})

const types = { pdf: 'application/pdf', md: 'text/markdown; charset=utf-8', txt: 'text/plain; charset=utf-8' }

agreement.get('/versions/:number/:file{agreement\\.(?:pdf|md|txt)}', async (c) => {
  const { by } = c.var
  const { version } = await numbered(by, idOf(c, 'number'))
  const kind = nameIn(c, 'file').slice('agreement.'.length) as keyof typeof types
  const clauses = await clausesOf(by.db, version.id)
  const words = { title: version.title, opening: version.opening, clauses }
  const content =
    kind === 'pdf'
      ? await pdf(documentOf(version, clauses, c.get('frame').alliance.name))
      : kind === 'md'
        ? markdownOf(words)
        : plainTextOf(words)
  return file(c, content, `agreement-version-${version.number}.${kind}`, types[kind])
})

agreement.get('/versions/:number/changes', async (c) => {
  const { by } = c.var
  const { version, all } = await numbered(by, idOf(c, 'number'))
  const since = sinceIn(c, version.number)
  const former = all.find(({ number }) => number === since)
  if (!former) throw notFound()
  const changes = changesBetween(await said(by.db, former.id), await said(by.db, version.id))
  const numbers = all.map(({ number }) => number)
  return show(c, <ChangesPage version={version.number} since={since} changes={changes} versions={numbers} />)
})

/** The version to compare with: the one asked for, else the one before; the first is compared with itself. */
function sinceIn(c: Asked, number: number): number {
  const asked = c.req.query('since') ?? ''
  return /^\d{1,9}$/.test(asked) ? Number(asked) : Math.max(1, number - 1)
}
