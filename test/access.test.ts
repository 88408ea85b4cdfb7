import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { contents } from './contents.ts'
import { type Records, record } from './records.ts'
import { type Browser, type CastName, castNames, world } from './world.ts'

type Reader = CastName | 'visitor'
const readers: Reader[] = ['visitor', ...castNames]

const anybody = readers
const signedIn: Reader[] = [...castNames]
const but = (...left: Reader[]) => signedIn.filter((name) => !left.includes(name))
const office: Reader[] = ['coordinator']
const members = but('partner')
const advisers = but('partner', 'teacher')
const leaders = but('partner', 'teacher', 'hubLead')
const ofAshmere: Reader[] = ['coordinator', 'head', 'deputy']
const supporters: Reader[] = ['coordinator', 'ssig']
const leadsMaths: Reader[] = ['coordinator', 'hubLead']
const signatories: Reader[] = ['head', 'chair', 'otherHead']
const reviewers: Reader[] = [...signatories, 'coordinator', 'deputy', 'governor', 'officer']
const nobody: Reader[] = []

type Row = {
  method: 'GET' | 'POST'
  route: string
  may: Reader[]
  /** What stands for each `:name` of the address, in order. */
  fills: Fill[]
  /** A button: it acts on an empty body, where a form says what is missing. */
  acts?: true
  /** Opening it is itself an action, and leaves a line in the audit log. */
  logged?: true
}

const get = (route: string, may: Reader[], ...fills: Fill[]): Row => ({ method: 'GET', route, may, fills })
const post = (route: string, may: Reader[], ...fills: Fill[]): Row => ({
  ...get(route, may, ...fills),
  method: 'POST',
})
const both = (route: string, may: Reader[], ...fills: Fill[]) => [
  get(route, may, ...fills),
  post(route, may, ...fills),
]
const logged = (row: Row): Row => ({ ...row, logged: true })
const acts = (row: Row): Row => ({ ...row, acts: true })

/** Who may do what: every address of the site stands here once for each method, or this file fails. */
const rows: Row[] = [
  get('/', anybody),
  get('/help', anybody),
  get('/accessibility', anybody),
  get('/privacy', anybody),
  get('/me', signedIn),
  acts(post('/me/digest/stop', signedIn)),
  acts(post('/me/digest/start', signedIn)),
  // Whoever holds the link of a mail may, and nobody without it: both say so to everybody.
  ...both('/digest/stop', anybody),
  ...both('/settings', office),
  get('/audit', office),
  get('/mails', office),
  get('/mails/:id', office, 'mail'),

  ...both('/sign-in', anybody),
  get('/sign-in/sent', anybody),
  ...both('/sign-in/link', anybody),
  // Only in the demonstration, which this is not.
  ...both('/sign-in/as', nobody),
  acts(post('/sign-out', anybody)),
  acts(post('/sign-in/passkey/options', anybody)),
  post('/sign-in/passkey', anybody),
  // Only of providers that are set, and here none is.
  get('/sign-in/with/:id', nobody, 'person'),
  get('/sign-in/with/:id/back', nobody, 'person'),
  post('/me/sign-in/connect/:id', nobody, 'person'),
  // One's own; the office has one of each, and a session is named in what is sent.
  get('/me/sign-in', signedIn),
  post('/me/sign-in/sessions/end', nobody),
  acts(post('/me/sign-in/sessions/end-others', signedIn)),
  acts(post('/me/sign-in/connections/:id/remove', office, 'connection')),
  ...both('/me/sign-in/passkeys/new', signedIn),
  acts(post('/me/sign-in/passkeys/code', signedIn)),
  acts(post('/me/sign-in/passkeys/options', signedIn)),
  ...both('/me/sign-in/passkeys/:id', office, 'passkey'),
  acts(post('/me/sign-in/passkeys/:id/remove', office, 'passkey')),
  post('/proofs/passkey', signedIn),

  get('/agreement', anybody),
  get('/agreement/versions', anybody),
  get('/agreement/versions/:number', anybody, 'agreementVersionNumber'),
  get('/agreement/versions/:number/changes', anybody, 'agreementVersionNumber'),
  get(
    '/agreement/versions/:number/:file{agreement\\.(?:pdf|md|txt)}',
    anybody,
    'agreementVersionNumber',
    'agreementFile',
  ),
  get('/agreement/drafts', office),
  acts(post('/agreement/drafts/new', office)),
  get('/agreement/drafts/:id', office, 'draft'),
  get('/agreement/drafts/:id/changes', office, 'draft'),
  ...both('/agreement/drafts/:id/words', office, 'draft'),
  ...both('/agreement/drafts/:id/clauses/new', office, 'draft'),
  ...both('/agreement/drafts/:id/clauses/:clause', office, 'draft', 'draftClause'),
  acts(post('/agreement/drafts/:id/clauses/:clause/remove', office, 'draft', 'draftClause')),
  acts(post('/agreement/drafts/:id/clauses/:clause/restore', office, 'draft', 'removedClause')),
  acts(post('/agreement/drafts/:id/renumber', office, 'draft')),
  ...both('/agreement/drafts/:id/publish', office, 'draft'),
  get('/agreement/drafts/:id/discard', office, 'draft'),
  acts(post('/agreement/drafts/:id/discard', office, 'draft')),
  acts(post('/agreement/drafts/:id/take-up', office, 'discardedDraft')),
  ...both('/agreement/readings/new', office),
  ...both('/agreement/readings/:id', office, 'textRead'),
  ...both('/agreement/readings/:id/keep', office, 'textRead'),
  get('/agreement/sign', signedIn),
  ...both('/agreement/sign/:membership/:capacity', ['head'], 'member', 'leadership'),
  ...both('/agreement/sign/:membership/:capacity', ['chair'], 'member', 'governance'),
  ...both('/agreement/sign/:membership/:capacity/confirm', ['chair'], 'member', 'governance'),
  acts(post('/agreement/sign/:membership/:capacity/code', ['chair'], 'member', 'governance')),
  ...both('/agreement/sign/:membership/:capacity/decline', ['chair'], 'member', 'governance'),
  get('/agreement/register', anybody),
  get('/agreement/register/unsigned', office),
  get('/agreement/register/:membership', anybody, 'member'),
  acts(post('/agreement/register/:membership/remind', office, 'member')),
  ...both('/agreement/register/:membership/governing', office, 'member'),
  ...both('/agreement/register/:membership/paper/new', office, 'member'),
  ...both('/agreement/register/:membership/paper/:row', office, 'member', 'paperSignature'),
  acts(post('/agreement/register/:membership/paper/:row/remove', office, 'member', 'paperSignature')),
  acts(post('/agreement/register/:membership/paper/:row/restore', office, 'member', 'removedSignature')),
  ...both('/agreement/register/:membership/substitutes/new', office, 'member'),
  acts(post('/agreement/register/:membership/substitutes/:row/withdraw', office, 'member', 'substitute')),
  get('/agreement/documents', signedIn),
  get('/agreement/documents/:id', [...ofAshmere, 'chair', 'governor'], 'signedDocument'),
  ...both('/agreement/check', anybody),
  get('/agreement/authority.pem', anybody),
  get('/agreement/proposals', reviewers),
  get('/agreement/proposals/new', signatories.concat(office)),
  ...both('/agreement/proposals/add', signatories.concat(office)),
  ...both('/agreement/proposals/clauses/:id/reword', signatories.concat(office), 'clause'),
  ...both('/agreement/proposals/clauses/:id/remove', signatories.concat(office), 'clause'),
  get('/agreement/proposals/:id', reviewers, 'proposal'),
  post('/agreement/proposals/:id', signatories.concat(office), 'proposal'),
  acts(post('/agreement/proposals/:id/withdraw', ['head'], 'proposal')),
  ...both('/agreement/proposals/:id/adopt', office, 'proposal'),
  ...both('/agreement/proposals/:id/decline', office, 'proposal'),
  get('/agreement/questions', members),
  // The hub lead is named to sign for Brindle Moor in its head’s place.
  ...both('/agreement/questions/new', signatories.concat('hubLead')),
  get('/agreement/questions/:id', members, 'question'),
  ...both('/agreement/questions/:id/correct', ['head'], 'question'),
  ...both('/agreement/questions/:id/answer', office, 'question'),
  acts(post('/agreement/questions/:id/read', ['head'], 'answered')),

  get('/people', members),
  ...both('/people/new', office),
  get('/people/:id', members, 'person'),
  ...both('/people/:id/correct', office, 'person'),
  ...both('/people/:id/posts/new', office, 'person'),
  ...both('/people/:id/posts/:post/correct', office, 'person', 'post'),

  get('/members', members),
  get('/members/growth', members),
  ...both('/members/new', office),
  get('/members/:id', members, 'member'),
  ...both('/members/:id/school', office, 'member'),
  ...both('/members/:id/dates', office, 'member'),
  ...both('/members/:id/again', office, 'left'),
  ...both('/members/:id/conversion', office, 'member'),
  get('/members/:id/conversion/take-back', office, 'converted'),
  acts(post('/members/:id/conversion/take-back', office, 'converted')),

  get('/trusts', members),
  ...both('/trusts/new', office),
  get('/trusts/:id', members, 'trust'),
  ...both('/trusts/:id/correct', office, 'trust'),
  get('/organisations', members),
  ...both('/organisations/new', office),
  ...both('/organisations/:id/correct', office, 'organisation'),

  get('/calendars', members),
  get('/calendars/count', members),
  ...both('/calendars/upload', office),
  ...both('/calendars/new', office),
  ...both('/calendars/dates/:id', office, 'calendarDate'),
  acts(post('/calendars/dates/:id/remove', office, 'calendarDate')),
  get('/calendars/:id', members, 'calendar'),
  ...both('/calendars/:id/correct', office, 'calendar'),
  ...both('/calendars/:id/dates/new', office, 'calendar'),

  get('/register', office),
  ...both('/register/new', office),
  get('/register/:id', office, 'registerRead'),
  acts(post('/register/:id/approve', office, 'registerRead')),
  acts(post('/register/:id/leave', office, 'registerRead')),
  ...both('/register/changes/:id', office, 'registerChange'),
  acts(post('/register/changes/:id/approve', office, 'registerChange')),
  acts(post('/register/changes/:id/leave', office, 'registerChange')),

  get('/groups', members),
  ...both('/groups/new', office),
  get('/groups/:id', members, 'hub'),
  ...both('/groups/:id/correct', office, 'hub'),
  get('/meetings', members),
  ...both('/meetings/new', leadsMaths),
  get('/meetings/:id', members, 'meeting'),
  ...both('/meetings/:id/correct', leadsMaths, 'meeting'),
  ...both('/meetings/:id/register', leadsMaths, 'meeting'),
  ...both('/meetings/:id/register/add', leadsMaths, 'meeting'),
  acts(post('/meetings/:id/register/:row/restore', leadsMaths, 'meeting', 'removedAttendance')),
  get('/meetings/:id/register.csv', members, 'meeting'),
  // A hub lead and a teacher follow the hubs, not the board.
  get('/groups/:id', leaders, 'board'),
  get('/meetings/:id', leaders, 'boardMeeting'),
  ...both('/meetings/:id/correct', office, 'boardMeeting'),
  ...both('/meetings/:id/register', office, 'boardMeeting'),
  get('/meetings/:id/register.csv', leaders, 'boardMeeting'),

  get('/learning', members),
  ...both('/learning/new', office),
  get('/learning/mine', members),
  get('/learning/:id', members, 'course'),
  ...both('/learning/:id/correct', office, 'course'),
  ...both('/learning/:id/sessions/new', office, 'course'),
  ...both('/learning/:id/sessions/:session', office, 'course', 'session'),
  get('/learning/:id/participants', members, 'course'),
  ...both('/learning/:id/participants/new', office, 'course'),
  ...both('/learning/:id/participants/:row', office, 'course', 'participant'),
  acts(post('/learning/:id/participants/:row/remove', office, 'course', 'participant')),
  acts(post('/learning/:id/participants/:row/restore', office, 'course', 'removedParticipant')),

  get('/support', [...supporters, 'head', 'deputy', 'otherHead']),
  ...both('/support/new', supporters),
  get('/support/:id', [...supporters, 'head', 'deputy', 'otherHead'], 'visit'),
  ...both('/support/:id/correct', supporters, 'visit'),

  get('/schemes', advisers),
  ...both('/schemes/new', office),
  get('/schemes/:id', advisers, 'scheme'),
  ...both('/schemes/:id/correct', office, 'scheme'),

  get('/library', members),
  ...both('/library/new', office),
  get('/library/:id', members, 'resource'),
  ...both('/library/:id/correct', office, 'resource'),
  get('/packages', signedIn),
  ...both('/packages/new', office),
  get('/packages/:id', signedIn, 'package'),
  ...both('/packages/:id/correct', office, 'package'),
  get('/case-studies', signedIn),
  ...both('/case-studies/new', office),
  get('/case-studies/:id', signedIn, 'caseStudy'),
  ...both('/case-studies/:id/correct', office, 'caseStudy'),

  get('/imports', office),
  ...both('/imports/new', office),
  get('/imports/templates/:name{\\w+\\.csv}', office, 'template'),
  get('/imports/:id', office, 'import'),
  acts(post('/imports/:id/bring-in', office, 'import')),
  acts(post('/imports/:id/give-up', office, 'import')),
  get('/imports/:id/undo', office, 'broughtIn'),
  acts(post('/imports/:id/undo', office, 'broughtIn')),

  get('/reading', advisers),
  get('/reading/:cohort', advisers, 'cohort'),
  logged(get('/reading/:cohort/pupils', ofAshmere, 'cohort')),
  ...both('/reading/tests/new', office),
  logged(get('/reading/tests/:id', ofAshmere, 'readingTest')),
  ...both('/reading/tests/:id/correct', office, 'readingTest').map(logged),
  ...both('/reading/tests/:id/remove', office, 'readingTest').map(logged),
  get('/reading/tests/:id/restore', office, 'removedTest'),
  acts(post('/reading/tests/:id/restore', office, 'removedTest')),

  get('/standing', advisers),
  get('/standing/alliance', advisers),
  get('/standing/alliance/clauses/:number', advisers, 'clauseNumber'),
  get('/standing/schools', office),
  get('/standing/schools/:membership', [...ofAshmere, 'chair'], 'member'),
  get('/standing/schools/:membership/standing.csv', [...ofAshmere, 'chair'], 'member'),
  get('/standing/schools/:membership/standing.pdf', [...ofAshmere, 'chair'], 'member'),
  get('/standing/schools/:membership/clauses/:number', [...ofAshmere, 'chair'], 'member', 'clauseNumber'),
  get('/standing/bindings', advisers),
  ...both('/standing/bindings/many', office),
  get('/standing/bindings/:id', advisers, 'promise'),
  post('/standing/bindings/:id', office, 'promise'),
  get('/standing/terms', advisers),
  get('/standing/terms/:name', advisers, 'term'),
  post('/standing/terms/:name', office, 'term'),
  ...both('/standing/terms/:name/:row/remove', office, 'term', 'agreedTerm'),
  acts(post('/standing/terms/:name/:row/restore', office, 'term', 'takenBack')),
  get('/standing/what-if', [...signatories, 'coordinator']),
  get('/declarations', [...ofAshmere, 'chair', 'otherHead']),
  get('/declarations/:membership/:year', [...ofAshmere, 'chair'], 'member', 'presentYear'),
  ...both('/declarations/:membership/:year/declare', ['head'], 'member', 'presentYear'),
  ...both('/declarations/:membership/:year/prepare', ['deputy'], 'member', 'presentYear'),

  get('/review', anybody),
  get('/review/:year', anybody, 'frozenYear'),
  get('/review/:year/figures', anybody, 'frozenYear'),
  get('/review/:year/changes', office, 'frozenYear'),
  get('/review/:year/review.json', anybody, 'frozenYear'),
  get('/review/:year/review.csv', anybody, 'frozenYear'),
  get('/review/:year/review.pdf', anybody, 'frozenYear'),
  get('/review/:year/words', office, 'frozenYear'),
  ...both('/review/:year/words/:section', office, 'frozenYear', 'section'),
  get('/review/:year/freeze', office, 'frozenYear'),
  acts(post('/review/:year/freeze', office, 'frozenYear')),
]

type Fill = keyof Records

const placeholder = /:\w+(\{[^}]*\})?/g

function addressOf({ route, fills }: Row, records: Records): string {
  let at = 0
  return route.replace(placeholder, () => records[fills[at++] as Fill])
}

/** Refused: told no, told that there is nothing, or sent to sign in. */
const isRefused = ({ status, headers }: { status: number; headers: Headers }) =>
  status === 403 || status === 404 || /^\/sign-in\?next=/.test(headers.get('location') ?? '')

/** Let in: shown or done, or told what is wrong with what was sent. */
const isLetIn = ({ status, headers }: { status: number; headers: Headers }) =>
  [200, 303, 409, 422].includes(status) && !/^\/sign-in\?next=/.test(headers.get('location') ?? '')

async function prepared() {
  const w = await world()
  const records = await record(w)
  const browsers = new Map<Reader, Browser>()
  for (const name of readers) browsers.set(name, await w.as(name))
  const ask = (row: Row, name: Reader) => {
    const browser = browsers.get(name) as Browser
    const at = addressOf(row, records)
    return row.method === 'GET' ? browser.get(at) : browser.post(at, {})
  }
  return { ...w, ask }
}

const said = ({ method, route }: { method: string; route: string }) => `${method} ${route}`

test('every address of the site stands in the table, and every row is an address of the site', async () => {
  const { site } = await world()
  const served = new Set(
    site.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => said({ method, route: path })),
  )
  const declared = new Set(rows.map(said))
  assert.deepEqual(
    [...served].filter((one) => !declared.has(one)),
    [],
    'addresses without a row',
  )
  assert.deepEqual(
    [...declared].filter((one) => !served.has(one)),
    [],
    'rows without an address',
  )
})

describe('who may not', () => {
  test('is refused, and nothing is changed', async (t) => {
    const { ask, database } = await prepared()
    const before = await contents(database)
    for (const row of rows)
      await t.test(said(row), async () => {
        for (const name of readers.filter((name) => !row.may.includes(name))) {
          const answer = await ask(row, name)
          assert.ok(isRefused(answer), `${name}: ${answer.status}`)
        }
        assert.equal(await contents(database), before)
      })
  })
})

describe('who may', () => {
  test('is let in; looking changes nothing unless it is said that it does', async (t) => {
    const { ask, database } = await prepared()
    for (const row of rows.filter((row) => !row.acts && row.may.length > 0))
      await t.test(said(row), async () => {
        const before = await contents(database)
        for (const name of row.may) {
          const answer = await ask(row, name)
          assert.ok(isLetIn(answer), `${name}: ${answer.status}`)
        }
        if (row.method === 'GET') assert.equal((await contents(database)) !== before, row.logged === true)
      })
  })

  for (const row of rows.filter((row) => row.acts))
    test(`presses ${said(row)}`, async () => {
      for (const name of row.may) {
        const answer = await (await prepared()).ask(row, name)
        assert.ok(isLetIn(answer), `${name}: ${answer.status}`)
      }
    })
})
