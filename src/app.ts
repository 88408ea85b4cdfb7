import { serveStatic } from '@hono/node-server/serve-static'
import { drafts } from './agreement/drafts/routes.tsx'
import { proposals } from './agreement/proposals/routes.tsx'
import { readings } from './agreement/readings/routes.tsx'
import { agreement } from './agreement/routes.tsx'
import { audit } from './audit/routes.tsx'
import { lots } from './ballots/counting/routes.tsx'
import { drafting } from './ballots/drafting/routes.tsx'
import { votesOnProposal } from './ballots/outcome/proposal.tsx'
import { outcomes } from './ballots/outcome/routes.tsx'
import { ballots, seenLive } from './ballots/routes.tsx'
import { secretBallots } from './ballots/secret/routes.tsx'
import { votes } from './ballots/votes/routes.tsx'
import { briefingGivings } from './briefings/givings/routes.tsx'
import { briefings } from './briefings/routes.tsx'
import { calendars } from './calendars/routes.tsx'
import { caseStudies } from './case-studies/routes.tsx'
import { declarations } from './declarations/routes.tsx'
import { digest } from './digest/routes.tsx'
import { STOP_PATH } from './digest/rules.ts'
import { feedbackGiven } from './feedback/routes.tsx'
import { calendarFeeds } from './feeds/calendar-routes.ts'
import { feeds } from './feeds/routes.tsx'
import { groups } from './groups/routes.tsx'
import { home } from './home/routes.tsx'
import { places } from './home/rules.ts'
import { hubs } from './hubs/routes.tsx'
import { sharing } from './hubs/sharing/routes.tsx'
import { removal as removedFromHubs } from './hubs/taken-off/routes.tsx'
import { imports } from './imports/routes.tsx'
import { invitations, meetingInvitations } from './invitations/routes.tsx'
import { learning } from './learning/routes.tsx'
import { library } from './library/routes.tsx'
import { actions as actionLog, actionsOfItem } from './meetings/action-log/routes.tsx'
import { agendas } from './meetings/agenda/routes.tsx'
import { confidential } from './meetings/confidential/routes.tsx'
import { decisions, decisionsOfItem } from './meetings/decisions/routes.tsx'
import { door } from './meetings/door/routes.tsx'
import { editions } from './meetings/minutes/editions/routes.tsx'
import { minutes } from './meetings/minutes/routes.tsx'
import { registers } from './meetings/register/routes.tsx'
import { meetings } from './meetings/routes.tsx'
import { meetingSearch } from './meetings/search/routes.tsx'
import { seats, seenMeeting } from './meetings/seats/routes.tsx'
import { decisionStories } from './meetings/story/routes.tsx'
import { organisations, trusts } from './members/organisations/routes.tsx'
import { members } from './members/routes.tsx'
import { packages } from './packages/routes.tsx'
import { participationOf } from './participation/participation.tsx'
import { recordsOfSchool } from './participation/school.ts'
import { reviewClusters } from './peer-review/clusters/routes.tsx'
import { peerReviewReaders } from './peer-review/readers/routes.tsx'
import { peerReviewers } from './peer-review/reviewers/routes.tsx'
import { peerReviews } from './peer-review/reviews/routes.tsx'
import { peerReviewTexts } from './peer-review/texts/routes.tsx'
import { personOn } from './people/queries.ts'
import { people } from './people/routes.tsx'
import { planning } from './planning/routes.tsx'
import { actor } from './platform/action.ts'
import type { Clock } from './platform/clock.ts'
import type { Database } from './platform/db.ts'
import { everything } from './platform/db.ts'
import { Live } from './platform/live.ts'
import { liveStreams } from './platform/live-stream.ts'
import type { Log } from './platform/log.ts'
import { type Frame, type NavItem, unframed } from './platform/page.tsx'
import { sameOrigin, securityHeaders, sizeLimit } from './platform/protect.ts'
import { answerErrors } from './platform/sorry.tsx'
import { LARGEST_FILE } from './platform/stored-file.ts'
import { logRequests, rooms, sessionToken } from './platform/web.tsx'
import { isSignedIn, visitor, type Who } from './platform/who.ts'
import { mails } from './post/routes.tsx'
import { proofs } from './proofs/routes.tsx'
import { reading } from './reading/routes.tsx'
import { register } from './register/routes.tsx'
import { review } from './review/routes.tsx'
import { seenRound } from './rounds/asked.ts'
import { rounds } from './rounds/routes.tsx'
import { schemes } from './schemes/routes.tsx'
import { accounts, type SignInSettings, sessionCookie } from './sign-in/accounts.ts'
import { signIn } from './sign-in/routes.tsx'
import { LARGEST, signedDocuments } from './signatures/documents/routes.tsx'
import { questions } from './signatures/questions/routes.tsx'
import { signatureRegister } from './signatures/register/routes.tsx'
import { signing } from './signatures/routes.tsx'
import { bindings } from './standing/bindings/routes.tsx'
import { standing } from './standing/routes.tsx'
import { termsAgreed } from './standing/terms/routes.tsx'
import { whatIf } from './standing/what-if/routes.tsx'
import { accounts as statementsOfAccount, trustAccounts } from './subscriptions/accounts/routes.tsx'
import { ageing } from './subscriptions/ageing/routes.tsx'
import { statements } from './subscriptions/bank/routes.tsx'
import { books } from './subscriptions/books/routes.tsx'
import { prices as knownPrices } from './subscriptions/bought/prices/routes.tsx'
import { bought } from './subscriptions/bought/routes.tsx'
import { runRoutes } from './subscriptions/charging/routes.tsx'
import { chasing, writeOffsUndone } from './subscriptions/chasing/routes.tsx'
import { chasingSection } from './subscriptions/chasing/section.tsx'
import { invoiceFiles } from './subscriptions/einvoice/routes.ts'
import { fund } from './subscriptions/fund/routes.tsx'
import { invoiceRoutes } from './subscriptions/invoices/routes.tsx'
import { orderRoutes } from './subscriptions/payers/orders/routes.tsx'
import { payerRoutes } from './subscriptions/payers/routes.tsx'
import { purposeRoutes } from './subscriptions/payments/purposes/routes.tsx'
import { matches, payments } from './subscriptions/payments/routes.tsx'
import { rechargeRoutes } from './subscriptions/recharges/routes.tsx'
import { subscriptions } from './subscriptions/routes.tsx'
import { subscriptionSettings } from './subscriptions/settings/routes.tsx'
import { deploymentAgreements } from './support/agreements/routes.tsx'
import { supportAreas } from './support/areas/routes.tsx'
import { supportDemand } from './support/demand/routes.tsx'
import { deployments } from './support/deployments/routes.tsx'
import { evaluationList, evaluationsOfDeployments } from './support/evaluations/routes.tsx'
import { dayLedger } from './support/ledger/routes.tsx'
import { matchingOne } from './support/matching/routes.tsx'
import { matchingTogether, seenMatching } from './support/matching/together/routes.tsx'
import { visitNotes } from './support/notes/routes.tsx'
import { deploymentVisits, visitChanges } from './support/plan/booking/routes.tsx'
import { ownVisits } from './support/plan/mine/routes.tsx'
import { deploymentPlans } from './support/plan/routes.tsx'
import { practitioners } from './support/practitioners/routes.tsx'
import { support } from './support/routes.tsx'
import { visitRecords } from './support/visits/routes.tsx'

/** Everything the app needs from outside, so that a test can hand it over too. */
export type Given = {
  database: Database
  clock: Clock
  log: Log
  settings: SignInSettings & { scanner?: string | undefined }
  assets: { folder: string; version: string }
  /** What tells open pages of changes; one of its own where nobody else ends it. */
  live?: Live
}

const small = sizeLimit(1)
const large = sizeLimit(80)
const aDocument = sizeLimit(LARGEST)
const aText = sizeLimit(11)
/** Where whole years of files may be sent. */
const takesFiles = /^\/(imports|register)(\/|$)/
/** Where a paper may be sent, with what is asked about it. */
const takesAPaper = /^\/(meetings\/\d+\/items\/\d+\/papers\/new|library\/\d+\/files\/new|hubs\/\d+\/share)$/
const aPaper = sizeLimit(LARGEST_FILE + 1)
const limitFor = (path: string) =>
  takesFiles.test(path)
    ? large
    : takesAPaper.test(path)
      ? aPaper
      : path === '/agreement/check'
        ? aDocument
        : path === '/agreement/readings/new' || path === '/subscriptions/statements/new'
          ? aText
          : small

export function app(given: Given) {
  const { database, clock, settings } = given
  const alliance = allianceOf(database)
  const app = rooms()
  let pages: Set<string> | undefined
  const has = (href: string) => {
    pages ??= new Set(app.routes.filter(({ method }) => method === 'GET').map(({ path }) => path))
    return pages.has(href)
  }
  answerErrors(app)
  app.use(logRequests(given.log))
  app.use(securityHeaders(settings.secure))
  app.use(
    '/assets/*',
    serveStatic({
      root: given.assets.folder,
      rewriteRequestPath: (path) => path.replace('/assets', ''),
      onFound: (_path, c) => c.header('Cache-Control', 'public, max-age=31536000, immutable'),
    }),
  )
  app.use(async (c, next) => {
    c.set('frame', { ...unframed, assets: given.assets.version })
    const today = clock.today()
    const token = sessionToken(c, settings.secret, sessionCookie(settings.secure))
    const who = (token && (await personOn(database.reader(everything), { session: token }, today))) || visitor
    c.set('by', actor(database, who, today))
    c.set('frame', frameFor(who, has, await alliance.now(), given.assets.version))
    await next()
  })
  app.use(sameOrigin(new URL(settings.url).origin, [STOP_PATH]))
  app.use((c, next) => limitFor(c.req.path)(c, next))
  app.route('/', home({ has, renamed: alliance.forget }))
  app.route('/', digest({ database, settings }))
  app.route('/agreement', agreement)
  app.route('/agreement/drafts', drafts)
  app.route('/agreement/readings', readings)
  app.route('/agreement/proposals', proposals(settings.url, votesOnProposal))
  app.route('/agreement/questions', questions(settings.url))
  app.route('/agreement/sign', signing(settings.secret))
  app.route('/agreement', signedDocuments)
  app.route('/agreement/register', signatureRegister(settings.url))
  app.route('/people', people(participationOf))
  app.route('/audit', audit)
  app.route('/mails', mails(settings.url))
  app.route('/', signIn({ database, accounts: accounts(database, settings), settings }))
  app.route('/proofs', proofs({ database, settings }))
  app.route('/members', members(recordsOfSchool))
  app.route('/trusts', trusts)
  app.route('/organisations', organisations)
  app.route('/subscriptions/statements', statements)
  app.route('/imports', imports)
  app.route('/register', register)
  app.route('/calendars', calendars)
  app.route('/groups', groups(settings.url))
  app.route('/meetings', seats({ database, settings }))
  app.route('/meetings', registers(clock))
  app.route('/meetings', door({ clock, settings }))
  app.route(
    '/live',
    liveStreams(given.live ?? new Live(database), {
      meetings: seenMeeting,
      ballots: seenLive,
      rounds: seenRound,
      matchings: seenMatching,
    }),
  )
  app.route('/feedback', feedbackGiven)
  app.route('/briefings', briefingGivings)
  app.route('/briefings', briefings(settings.url))
  app.route('/meetings', agendas({ settings, scanner: settings.scanner }))
  app.route('/meetings', editions)
  app.route('/meetings', minutes(settings.url))
  app.route('/meetings', decisionsOfItem)
  app.route('/meetings', actionsOfItem)
  app.route('/meetings/decisions', decisions)
  app.route('/meetings/actions', actionLog)
  app.route('/meetings', meetingSearch)
  app.route('/meetings', decisionStories)
  app.route('/meetings', confidential(settings.url))
  app.route('/meetings', meetings)
  app.route('/meetings', meetingInvitations)
  app.route('/ballots', drafting(settings.url))
  app.route('/ballots', votes({ database, clock, settings }))
  app.route('/ballots', secretBallots({ database, clock }))
  app.route('/ballots', lots)
  app.route('/ballots', outcomes)
  app.route('/ballots', ballots({ clock }))
  app.route('/invitations', invitations)
  app.route('/feeds', feeds(settings.url))
  app.route('/calendar', calendarFeeds({ database, clock, url: settings.url }))
  app.route('/planning', planning)
  app.route('/learning', learning)
  app.route('/support/deployments', deploymentAgreements(settings.secret))
  app.route('/support/deployments', evaluationsOfDeployments({ clock, site: settings.url }))
  app.route('/support/evaluations', evaluationList)
  app.route('/support/deployments', matchingOne(settings.url))
  app.route('/support/demand', supportDemand)
  app.route('/support/matching', matchingTogether(settings.url))
  app.route('/support/deployments', deployments({ clock, site: settings.url }))
  app.route('/support/deployments', deploymentPlans(settings.url))
  app.route('/support/deployments', deploymentVisits)
  app.route('/support/mine', ownVisits)
  app.route('/support/visits', visitNotes)
  app.route('/support/visits', visitChanges)
  app.route('/support/days', dayLedger)
  app.route('/support/practitioners', practitioners)
  app.route('/support/areas', supportAreas)
  app.route('/support/visits', visitRecords)
  app.route('/support', support({ has }))
  app.route('/peer-review', reviewClusters)
  app.route('/peer-review', peerReviewers)
  app.route('/peer-review', peerReviewTexts)
  app.route('/peer-review', peerReviewReaders)
  app.route('/peer-review', peerReviews)
  app.route('/schemes', schemes)
  app.route('/library', library(settings.scanner))
  app.route('/hubs', hubs)
  app.route('/hubs', removedFromHubs)
  app.route('/hubs', sharing(settings.scanner))
  app.route('/packages', packages)
  app.route('/subscriptions/bought', bought)
  app.route('/subscriptions/prices', knownPrices)
  app.route('/subscriptions/invoices', invoiceFiles)
  app.route('/subscriptions/accounts', statementsOfAccount)
  app.route('/subscriptions/trusts', trustAccounts)
  app.route('/subscriptions/ageing', ageing)
  app.route('/subscriptions/invoices', chasing)
  app.route('/subscriptions/write-offs', writeOffsUndone)
  app.route('/subscriptions/books', books)
  app.route('/subscriptions/fund', fund)
  app.route('/subscriptions/settings', subscriptionSettings)
  app.route('/subscriptions/payers', payerRoutes)
  app.route('/subscriptions/orders', orderRoutes)
  app.route('/subscriptions/payments', payments)
  app.route('/subscriptions/matches', matches)
  app.route('/subscriptions/purposes', purposeRoutes)
  app.route('/subscriptions/recharges', rechargeRoutes)
  app.route('/subscriptions/runs', runRoutes)
  app.route('/subscriptions/invoices', invoiceRoutes([chasingSection]))
  app.route('/subscriptions', subscriptions({ has }))
  app.route('/rounds', rounds)
  app.route('/case-studies', caseStudies)
  app.route('/reading', reading)
  app.route('/declarations', declarations)
  app.route('/standing/bindings', bindings)
  app.route('/standing/terms', termsAgreed)
  app.route('/standing/what-if', whatIf)
  app.route('/standing', standing)
  app.route('/review', review)
  return app
}

type Has = (href: string) => boolean

function frameFor(who: Who, has: Has, alliance: Frame['alliance'], assets: string): Frame {
  const person = isSignedIn(who) ? who.name : null
  return { alliance, person, path: '/', navigation: navigation(who, has), assets, notice: null }
}

/** Where each may go, in the order of how often an office goes there. */
function navigation(who: Who, has: Has): NavItem[] {
  if (!isSignedIn(who)) return []
  const open = places.filter(({ href, as, may }) => as === 'menu' && has(href) && may(who))
  return [{ href: '/', says: 'Home' }, ...open.map(({ href, title }) => ({ href, says: title }))]
}

const STALE_MS = 5_000

/** The alliance's name stands on every page and changes once in years: it is asked for every few seconds. */
function allianceOf(database: Database) {
  let known: Frame['alliance'] | undefined
  let asked = 0
  const forget = () => {
    known = undefined
  }
  const now = async (): Promise<Frame['alliance']> => {
    if (known && performance.now() - asked < STALE_MS) return known
    const found = await database
      .reader(everything)
      .selectFrom('alliance')
      .select(['name', 'shortName', 'demonstration'])
      .executeTakeFirst()
    asked = performance.now()
    known = found ?? { name: '', shortName: '', demonstration: false }
    return known
  }
  return { now, forget }
}
