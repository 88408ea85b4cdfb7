import { voteLink } from '../src/ballots/votes/token.ts'
import { stopToken } from '../src/digest/token.ts'
import { deputyLink } from '../src/meetings/seats/token.ts'
import { everyForm, filled, type PageForm, type Sent } from './forms.ts'
import { fakeProvider } from './provider.ts'
import { type Records, record } from './records.ts'
import { DOOR_CODE } from './records-meetings.ts'
import { again, type Browser, browser, secret, world } from './world.ts'

/** Answers nobody means well by, or that somebody’s keyboard made. */
export const hostileTexts: Record<string, string> = {
  'a very long text': 'x'.repeat(65_536),
  'many lines': 'a\r\n'.repeat(5_000),
  nothing: '',
  blanks: ' \t\r\n ',
  NUL: 'a\u0000b',
  'half a surrogate pair': 'a\ud800b',
  'the other half': '\udfff',
  'turned round': '\u202Ealice\u202C \u05d0\u05d1',
  emoji: '👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  'many accents on a letter': `Z${'\u0351\u036b\u0343'.repeat(400)}`,
  'a byte order mark': '\ufeffa\u2028b\u00a0c',
  'other digits': '٣ ９９ Ⅷ ½',
  'a number without end': '1e309',
  'minus nothing': '-0',
  'a negative': '-1',
  'a very large number': '999999999999999999999',
  'not a number': 'NaN',
  'in sixteens': '0x7fffffff',
  'a day there is not': '31/2/2018',
  'a leap day there is not': '29/2/2017',
  'a day long ago': '1/1/0001',
  'a day far away': '31/12/9999',
  'a time there is not': '24:60',
  'a name of the language': '__proto__',
  'another name of the language': 'constructor',
  'the sign between several': '1\u001f2\u001f\u001f',
  SQL: `'; drop table people; -- "`,
  'SQL for many': '%_\\',
  HTML: `"'><img src=x onerror=alert(1)><script>alert(1)</script>`,
  'the end of a text box': '</textarea></select><h1>',
  Markdown: '# a\n[b](javascript:alert(1)) ![c](http://evil.example/x.png) <b>d</b>\n```\ne',
  typesetting: '#read("/etc/passwd") $x^2$ \\#panic() @a <b> *c* _d_ `e` //f',
  'a figure that is not there': '{{members}} {{constructor}} {{',
  'a formula': `=cmd|' /C calc'!A0`,
  'a path': '../../../../etc/passwd',
  'a header': 'a\r\nSet-Cookie: sid=evil',
  'an object': '[object Object]',
}

/** No answer may be a fault of ours or tell what we are made of. */
const LEAKS =
  /node_modules|\bat [\w.$<>]+ \(?(?:file:|node:|\/)|syntax error|violates|invalid (?:input|byte)|relation "|TypeError|ECONN|Kysely|postgres/i
const EXPECTED = [200, 303, 403, 404, 405, 409, 413, 415, 422, 429]

type Answer = { status: number; text: string }
const heading = (html: string) => /<h1[^>]*>([^<]*)/.exec(html)?.[1] ?? ''
/** What people typed themselves may say anything. */
const ownWords = (html: string) => html.replaceAll(/value="[^"]*"|<textarea[\s\S]*?<\/textarea>/g, '')

/** Collects what was answered wrongly, so that one run tells of every fault. */
export class Told {
  answers = 0
  readonly wrong: string[] = []

  take({ status, text }: Answer, to: string): void {
    this.answers += 1
    const leak = LEAKS.exec(ownWords(text))?.[0]
    if (!EXPECTED.includes(status)) this.wrong.push(`${to}: ${status} ${heading(text)}`)
    else if (leak) this.wrong.push(`${to}: it says “${leak}”`)
  }
}

/** Who finds forms: the first who is shown one also fills it in. */
const finders = ['coordinator', 'deputy', 'chair', 'otherHead', 'head', 'teacher'] as const
export type Finder = (typeof finders)[number]

/**
 * Where each begins to follow links. Some forms nothing leads to in this world, some pages show theirs only after
 * another was sent, and two forms that settle the same thing must each have one of their own.
 */
function startsIn(r: Records): Record<Finder, string[]> {
  const planned = `/meetings/${r.plannedMeeting}/items`
  const coming = `/meetings/${r.comingBoard}`
  const seat = {
    meetingId: Number(r.comingBoard),
    membershipId: Number(r.member),
    personId: Number(r.person),
  }
  return {
    coordinator: [
      // Whoever is chosen for a request must keep their post and their areas until then, so others are corrected.
      '/people/5',
      '/',
      '/sign-in/link?token=x',
      '/sign-in/as',
      '/register/changes/1',
      '/reading/tests/2/restore',
      '/agreement/register/1/substitutes/new',
      '/agreement/register/2/paper/new',
      '/agreement/proposals/new?clause=21',
      '/agreement/proposals/1/adopt',
      '/agreement/proposals/2/decline',
      '/planning/new/pattern?year=2018-19&groups=1&how=turn&rhythm=terms&weekdays=4',
      '/planning/new/dates?year=2018-19&groups=1&how=same&dates=20/9/2018',
      '/planning/new/copy?year=2018-19&groups=1',
      `/planning/meetings/${r.hubLeadsMeeting}/move`,
      '/groups/nominations/1/appoint',
      '/groups/nominations/2/decline',
      `${planned}/${r.proposedItem}`,
      `${planned}/${r.itemToDecline}/decline`,
      `${coming}/agenda`,
      `${coming}/items/${r.openItem}`,
      `${coming}/deputy?school=${r.member}`,
      `${coming}/waivers`,
      deputyLink({ url: '', secret }, seat),
      '/meetings/letters',
      '/meetings/letters/new',
      `/meetings/${r.meeting}`,
      `/meetings/${r.meeting}/correct`,
      `/meetings/${r.meeting}/register`,
      `/meetings/${r.meeting}/register/add`,
      `/meetings/${r.meetingToday}/register`,
      `/meetings/${r.meetingToday}/door`,
      `/meetings/${r.meetingNow}/register`,
      `/meetings/${r.meetingNow}/here?code=${DOOR_CODE}`,
      `/meetings/${r.meeting}/items/${r.plainItem}/part-b`,
      `/meetings/${r.meeting}/items/${r.confidedItem}/part-b`,
      `/meetings/${r.meeting}/items/${r.confidedItem}/part-b/readers/new`,
      `/meetings/${r.meeting}/items/${r.otherConfidedItem}/part-b/take-back`,
      `/meetings/${r.minuted}/minutes`,
      `/meetings/${r.minuted}/minutes/${r.minutedItem}/decision`,
      `/meetings/${r.minuted}/minutes/${r.minutedItem}/action`,
      `/meetings/${r.withChair}/minutes`,
      `/meetings/${r.circulated}/minutes/approve`,
      `/meetings/${r.approvedMinutes}/minutes/correct`,
      '/meetings/editions/governors',
      `/meetings/decisions/${r.decision}/correct`,
      `/meetings/actions/${r.action}`,
      `/meetings/actions/${r.closedAction}`,
      `/subscriptions/payments/${r.payment}`,
      `/subscriptions/payments/${r.paymentToCancel}/cancel`,
      `/subscriptions/invoices/${r.heldInvoice}/hold`,
      `/subscriptions/invoices/${r.invoiceToWriteOff}/write-off`,
      `/subscriptions/invoices/${r.invoiceToCredit}/credit`,
      `/subscriptions/write-offs/${r.writeOffRow}/undo`,
      `/ballots/${r.draftBallot}`,
      `/ballots/${r.draftBallot}/cancel`,
      `/ballots/${r.proposedBallot}`,
      `/ballots/${r.ballotToDecline}/decline`,
      `/ballots/${r.firstAmendment}`,
      `/ballots/${r.secondAmendment}`,
      `/ballots/${r.readyBallot}`,
      `/ballots/${r.itemBallot}`,
      `/ballots/${r.openElection}`,
      `/ballots/${r.openBallot}/phone`,
      `/ballots/${r.closedSecret}/receipt`,
      `/ballots/${r.tiedElection}/lot`,
      `/ballots/${r.handsBallot}/hands`,
      `/ballots/${r.decidedBallot}/consult`,
      voteLink(
        { url: '', secret },
        {
          ballotId: Number(r.openElection),
          membershipId: Number(r.converted),
          personId: Number(r.otherHead),
        },
      ),
      `/members/${r.member}/conversion`,
      `/members/${r.left}/again`,
      `/support/practitioners/${r.practitionerToEnd}/end`,
      `/support/practitioners/${r.nominated}/decline`,
      `/support/practitioners/${r.nominated}/expertise`,
      `/support/practitioners/${r.nominated}/times`,
      `/support/practitioners/${r.nominated}/interests/new`,
      `/support/practitioners/${r.practitionerRow}`,
      `/support/practitioners/${r.practitionerRow}/away/new`,
      `/support/practitioners/${r.practitionerRow}/offers/2017-18`,
      `/support/deployments/${r.toDecline}/decline`,
      `/support/deployments/${r.toWithdraw}/withdraw`,
      `/support/deployments/${r.requested}`,
      `/support/deployments/${r.triaged}/match/${r.practitionerRow}`,
      `/support/deployments/${r.toUnmatch}/unmatch`,
      `/support/deployments/${r.active}/visits/new`,
      `/support/deployments/${r.active}/visits/series`,
      `/support/deployments/${r.active}/more-days`,
      `/support/deployments/${r.toPause}/pause`,
      `/support/deployments/${r.toClose}/close`,
      `/support/deployments/${r.paused}`,
      `/support/deployments/${r.toReopen}/reopen`,
      `/support/deployments/${r.closed}`,
      `/support/visits/${r.plannedVisit}/note`,
      `/support/visits/${r.notedVisit}/note/correct`,
      `/support/visits/${r.visitToMove}/move`,
      `/support/visits/${r.visitToCallOff}/call-off`,
      `/support/matching/${r.waitingMatching}`,
      `/support/matching/${r.matching}`,
      `/peer-review/clusters/${r.draftCluster}`,
      `/peer-review/${r.plannedReview}`,
      `/peer-review/${r.reviewToCancel}/cancel`,
      `/rounds/${r.plannedRound}/correct`,
      `/rounds/${r.roundToCancel}`,
      `/rounds/${r.visitedRound}/debrief`,
      `/rounds/${r.analysedRound}/debrief`,
      `/rounds/${r.debriefedRound}/theory`,
      `/rounds/${r.offeredRound}/return`,
      `/rounds/${r.offeredRound}/case-study`,
      '/standing/bindings/many?version=2',
      '/standing/bindings/1?commitment=nothing&kind=people',
      '/standing/terms/staffTime?value=10&year=2018',
    ],
    deputy: ['/'],
    chair: ['/', '/agreement/sign/1/governance/confirm?read=1&minute=FGB+7&minuteOn=1/3/2018'],
    otherHead: [
      '/',
      `/support/deployments/${r.matched}/release`,
      `/support/deployments/${r.toRefuse}/refuse`,
      `/support/practitioners/${r.practitionerRow}/vouch`,
      `/digest/stop?token=${stopToken(secret, 2)}`,
    ],
    head: [
      '/',
      '/agreement/proposals/3',
      '/agreement/questions/1/correct',
      `/meetings/${r.withChair}/minutes`,
      `/meetings/${r.approvedMinutes}/minutes/sign`,
      `/meetings/${r.meetingToday}/here`,
      `/ballots/${r.ballotToWithdraw}`,
      `/ballots/${r.statedBallot}/statement`,
      `/ballots/${r.closedBallot}/statement`,
      `${planned}/${r.itemToWithdraw}`,
      '/groups/nominations/3',
      `/support/days/${r.member}/pledge`,
      `/support/deployments/${r.requested}/explain`,
      `/support/deployments/${r.released}/agreement/supported-head`,
      `/support/deployments/${r.released}/agreement/supported-head/confirm?read=of%20the%20words`,
      `/support/deployments/${r.agreedDeployment}/plan`,
      `/support/deployments/${r.active}/mid-point`,
      `/support/deployments/${r.closed}/evaluate`,
      `/support/deployments/${r.evaluated}/evaluation/correct`,
      `/support/deployments/${r.tooEarly}/outcome`,
      `/peer-review/${r.plannedReview}/texts/self-review/leadership`,
      `/peer-review/${r.plannedReview}`,
      `/peer-review/${r.reportedReview}/dates`,
      `/peer-review/${r.reviewOfOther}/declare`,
      `/rounds/${r.visitedRound}/notes`,
      `/rounds/${r.visitedRound}/debrief`,
      `/rounds/${r.analysedRound}/debrief`,
      `/rounds/${r.debriefedRound}/share`,
    ],
    teacher: ['/', '/me'],
  }
}

export type FoundForm = PageForm & { finder: Finder }

/** Routes that take what a script sends, and no form. */
export const forScripts = [
  '/ballots/:id/box',
  '/me/sign-in/passkeys/options',
  '/sign-in/passkey/options',
  '/proofs/passkey',
  // Its page stands once a balance was brought forward; here it is the form for that which is filled in.
  '/subscriptions/books/opening/undo',
]

/**
 * Nobody fills these in rightly: a passkey and each signature want the code that a mail holds, and a voting paper and a
 * receipt must be one’s own.
 */
export const needMail = [
  '/me/sign-in/passkeys/new',
  '/agreement/sign/:membership/:capacity/confirm',
  '/support/deployments/:id/agreement/:capacity/confirm',
  '/ballots/:id/paper',
  '/ballots/:id/receipt',
  '/meetings/:id/minutes/sign',
]

/** One provider for every world here, so that they are all alike. */
export const providers = [(await fakeProvider()).settings]

/** A world with one record of each kind, in which everybody who finds forms has signed in; the office twice. */
async function recorded() {
  const w = await world(undefined, providers)
  const starts = startsIn(await record(w))
  await w.database.pool.query(`update alliance set demonstration = true;
    insert into imports (kind, source, digest, state, result)
    values ('year', 'checked', 'none', 'checked', '{"faults":[],"faultCount":0,"remarks":[],"told":[]}')`)
  await w.as('coordinator')
  const cookies = {} as Record<Finder, string>
  for (const finder of finders) cookies[finder] = await w.cookie(finder)
  return { w, starts, cookies }
}

/** Made before any test begins, so that it outlives each of them. */
const { w, starts, cookies } = await recorded()

/** The same again, with a browser for each of them. */
async function recordedAgain() {
  const fresh = await again(w, providers)
  const people = {} as Record<Finder, Browser>
  for (const finder of finders) people[finder] = browser(fresh.site, cookies[finder])
  return { ...fresh, starts, cookies, people }
}

/** Buttons last, as most of them take away, or move it to another day; before them what settles what others are about. */
const settles = /\/(?:publish|adopt|decline|answer)$/
export const asksNothing = ({ asked }: PageForm) => asked.every(({ kind }) => kind === 'hidden')
const turn = (form: PageForm) => {
  if (asksNothing(form)) return form.route.endsWith('/move/:day') ? 3 : 2
  return settles.test(form.route) ? 1 : 0
}

/** The office sees most; of what it has seen already others need not open as many. */
export const looks = (finder: Finder) => ({ ofARoute: finder === 'coordinator' ? 3 : 1 })

async function formsOfAll(): Promise<FoundForm[]> {
  const { site, starts, people } = await recordedAgain()
  const found = new Map<string, FoundForm>()
  for (const follows of [false, true])
    for (const finder of finders)
      for (const form of await everyForm(site, people[finder], starts[finder], { follows, ...looks(finder) }))
        if (!found.has(form.route)) found.set(form.route, { ...form, finder })
  found.delete('/sign-out')
  return [...found.values()].sort((a, b) => turn(a) - turn(b) || b.asked.length - a.asked.length)
}

let forms: Promise<FoundForm[]> | undefined

/** A world with one record of each kind, and every form in it but the one that signs out. */
export async function prepared() {
  forms ??= formsOfAll()
  const all = await forms
  const w = await recordedAgain()
  return { ...w, office: w.people.coordinator, forms: all }
}

export type Prepared = Awaited<ReturnType<typeof prepared>>

/** Every form filled in rightly, in the same order each time, so that the same rows come of it. */
export async function fillEvery(
  { people, forms }: Pick<Prepared, 'people' | 'forms'>,
  more: (form: PageForm) => Sent = () => ({}),
) {
  let taken = 0
  for (const [n, form] of forms.entries())
    if (await filled(people[form.finder], form, n, more(form))) taken += 1
  return taken
}

/** Right answers to each form by its route, found by trying in a world that is like every other. */
export async function rightAnswers(): Promise<Map<string, Sent>> {
  const { people, forms } = await prepared()
  const found = new Map<string, Sent>()
  for (const [n, form] of forms.entries()) {
    const sent = await filled(people[form.finder], form, n)
    if (sent) found.set(form.route, sent)
  }
  return found
}
