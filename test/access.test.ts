import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { contents } from './contents.ts'
import { type Records, record } from './records.ts'
import { again, type Browser, type CastName, castNames, type World, world } from './world.ts'

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
const minuteKeepers: Reader[] = [...leadsMaths, 'head']
const keepsBoard: Reader[] = ['coordinator', 'ssig', 'otherHead']
const bringMaths = but('partner', 'officer', 'chair', 'governor', 'businessManager', 'ssig', 'practitioner')
/** Heads and the office put something to the vote. */
const proposers: Reader[] = ['coordinator', 'head', 'otherHead']
const ofSchools = but('partner', 'officer')
const signatories: Reader[] = ['head', 'chair', 'otherHead']
const reviewers: Reader[] = [...signatories, 'coordinator', 'deputy', 'governor', 'officer']
/** Those who lead and govern Ashmere, and everybody with a post there. */
const informed: Reader[] = ['head', 'deputy', 'chair', 'governor']
const staffOfAshmere: Reader[] = [...informed, 'businessManager', 'teacher']
const nobody: Reader[] = []
/** The parties to a deployment: whoever leads Ashmere is supported, Priya of Brindle Moor supports. */
const parties: Reader[] = [...supporters, 'head', 'deputy', 'otherHead', 'practitioner']
const partiesAndContact: Reader[] = [...parties, 'teacher']
const bookers: Reader[] = [...supporters, 'head', 'deputy', 'practitioner']
const noting: Reader[] = [...supporters, 'practitioner']
const pausers: Reader[] = [...supporters, 'head', 'otherHead', 'practitioner']
const ofBrindle: Reader[] = ['coordinator', 'otherHead']
const practises: Reader[] = [...ofBrindle, 'practitioner']
/** Olive leads those who review Ashmere, Priya is the other; Tess is its champion and helps to write, Chen reads. */
const planReviews: Reader[] = [...supporters, 'head']
const writesReview: Reader[] = ['head', 'teacher']
const readsReview: Reader[] = [...writesReview, 'chair']
/** Lee leads the rounds at Ashmere; its head visits too, with Olive and Priya. */
const keepsRounds: Reader[] = [...ofAshmere, 'hubLead']
const inRounds: Reader[] = [...keepsRounds, 'otherHead', 'practitioner']
const agreesRounds: Reader[] = ['head', 'hubLead']
/** Those who may see the money of Ashmere, of any school, and what its subscription bought. */
const moneyOfAshmere: Reader[] = ['coordinator', 'head', 'businessManager']
const money: Reader[] = [...moneyOfAshmere, 'otherHead']
const readsBought: Reader[] = [...moneyOfAshmere, 'chair', 'governor']
const readsFund: Reader[] = ['coordinator', 'head', 'otherHead', 'chair']
const plansRounds: Reader[] = [...supporters, 'head', 'otherHead']

type Row = {
  method: 'GET' | 'POST'
  route: string
  may: Reader[]
  /** What stands for each `:name` of the address, in order. */
  fills: Fill[]
  /** A button: it acts on an empty body, where a form says what is missing. */
  acts?: true
  /** Opening it is itself an action, or is written down. */
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
  acts(post('/groups/:id/leads/:row/remove', office, 'hub', 'formerLead')),
  acts(post('/groups/:id/leads/:row/restore', office, 'hub', 'removedLead')),
  get('/groups/:id/members.csv', members, 'hub'),
  ...both('/groups/:id/members/new', leadsMaths, 'hub'),
  ...both('/groups/:id/members/many', leadsMaths, 'hub'),
  ...both('/groups/:id/members/:row', leadsMaths, 'hub', 'groupMember'),
  acts(post('/groups/:id/members/:row/remove', leadsMaths, 'hub', 'groupMember')),
  acts(post('/groups/:id/members/:row/restore', leadsMaths, 'hub', 'removedMember')),
  get('/groups/:id/succession', leadsMaths, 'hub'),
  get('/groups/:id/succession.pdf', leadsMaths, 'hub'),
  get('/groups/mandates', members),
  get('/groups/nominations', ofSchools),
  ...both('/groups/nominations/new', ofSchools),
  get('/groups/nominations/:id', [...leadsMaths, 'head', 'deputy'], 'nomination'),
  ...both('/groups/nominations/:id/appoint', leadsMaths, 'nomination'),
  ...both('/groups/nominations/:id/decline', leadsMaths, 'nomination'),
  acts(post('/groups/nominations/:id/withdraw', ['head', 'deputy'], 'nomination')),
  get('/groups/rota', [...ofAshmere, 'otherHead']),
  get('/groups/:id/rota', [...ofAshmere, 'otherHead', 'hubLead'], 'hub'),
  get('/meetings', members),
  ...both('/meetings/new', leadsMaths),
  get('/meetings/:id', members, 'meeting'),
  ...both('/meetings/:id/correct', leadsMaths, 'meeting'),
  ...both('/meetings/:id/register', leadsMaths, 'meeting'),
  ...both('/meetings/:id/register/add', leadsMaths, 'meeting'),
  acts(post('/meetings/:id/register/:row/restore', leadsMaths, 'meeting', 'removedAttendance')),
  get('/meetings/:id/register.csv', members, 'meeting'),
  ...both('/meetings/:id/invitations', leadsMaths, 'plannedMeeting'),
  acts(post('/meetings/:id/invitations/send', leadsMaths, 'plannedMeeting')),
  acts(post('/meetings/:id/invitations/:person/invite', leadsMaths, 'plannedMeeting', 'guest')),
  acts(post('/meetings/:id/invitations/:person/leave-out', leadsMaths, 'plannedMeeting', 'guest')),
  // Sana clerks a board meeting to come, Olive chairs it.
  get('/invitations', [...leadsMaths, 'ssig', 'otherHead']),
  get('/invitations/received', office),
  // One's own; the office has one. Whoever has its address reads it, and that it was read is noted.
  ...both('/feeds', signedIn),
  get('/feeds/:id', office, 'feed'),
  acts(post('/feeds/:id/revoke', office, 'feed')),
  logged(get('/calendar/:file', anybody, 'feedFile')),
  get('/planning', members),
  get('/planning/new', leadsMaths),
  ...both('/planning/new/pattern', leadsMaths),
  ...both('/planning/new/dates', leadsMaths),
  ...both('/planning/new/copy', leadsMaths),
  get('/planning/clashes', leadsMaths),
  ...both('/planning/meetings/:id/move', leadsMaths, 'plannedMeeting'),
  acts(post('/planning/meetings/:id/move/:day', leadsMaths, 'plannedMeeting', 'dayAhead')),
  // The board meeting to come is clerked by Sana and chaired by Olive; the head of Ashmere leads its open item.
  logged(get('/meetings/:id/agenda', keepsBoard, 'comingBoard')),
  ...both('/meetings/:id/agenda/add', keepsBoard, 'comingBoard'),
  ...both('/meetings/:id/agenda/order', keepsBoard, 'comingBoard'),
  acts(post('/meetings/:id/agenda/lay', keepsBoard, 'comingBoard')),
  ...both('/meetings/:id/agenda/issue', keepsBoard, 'comingBoard'),
  get('/meetings/:id/items/:item', leaders, 'comingBoard', 'openItem'),
  ...both('/meetings/:id/items/:item/correct', keepsBoard, 'comingBoard', 'openItem'),
  acts(post('/meetings/:id/items/:item/up', keepsBoard, 'comingBoard', 'openItem')),
  acts(post('/meetings/:id/items/:item/down', keepsBoard, 'comingBoard', 'openItem')),
  acts(post('/meetings/:id/items/:item/remove', keepsBoard, 'comingBoard', 'openItem')),
  acts(post('/meetings/:id/items/:item/restore', keepsBoard, 'comingBoard', 'takenOff')),
  ...both('/meetings/:id/items/propose', bringMaths, 'plannedMeeting'),
  acts(post('/meetings/:id/items/:item/accept', leadsMaths, 'plannedMeeting', 'proposedItem')),
  ...both('/meetings/:id/items/:item/decline', leadsMaths, 'plannedMeeting', 'itemToDecline'),
  acts(post('/meetings/:id/items/:item/withdraw', ['head'], 'plannedMeeting', 'itemToWithdraw')),
  ...both('/meetings/:id/items/:item/papers/new', [...keepsBoard, 'head'], 'comingBoard', 'openItem'),
  logged(get('/meetings/:id/papers/:paper', leaders, 'comingBoard', 'paper')),
  ...both('/meetings/:id/papers/:paper/correct', [...keepsBoard, 'head'], 'comingBoard', 'paper'),
  acts(post('/meetings/:id/papers/:paper/withdraw', [...keepsBoard, 'head'], 'comingBoard', 'paper')),
  acts(post('/meetings/:id/papers/:paper/restore', [...keepsBoard, 'head'], 'comingBoard', 'withdrawnPaper')),
  // Who opens the file after the page has read it once.
  logged(get('/meetings/:id/pack', leaders, 'comingBoard')),
  get('/meetings/:id/pack.pdf', leaders, 'comingBoard'),
  get('/meetings/interests', advisers),
  ...both('/meetings/interests/new', advisers),
  ...both('/meetings/interests/:id/correct', ['coordinator', 'head'], 'interest'),
  ...both('/meetings/:id/items/:item/interests/new', leaders, 'comingBoard', 'openItem'),
  acts(
    post(
      '/meetings/:id/items/:item/interests/:interest/remove',
      keepsBoard,
      'comingBoard',
      'openItem',
      'itemInterest',
    ),
  ),
  // Whoever holds the link of a mail may, and nobody without it: both say so to everybody.
  ...both('/meetings/deputy', anybody),
  post('/meetings/deputy/withdraw', anybody),
  ...both('/meetings/:id/deputy', [...keepsBoard, 'head'], 'comingBoard'),
  // Whoever keeps the meeting says for which school.
  acts(post('/meetings/:id/deputy/withdraw', ['head', 'otherHead'], 'comingBoard')),
  ...both('/meetings/:id/waivers', keepsBoard, 'comingBoard'),
  acts(post('/meetings/:id/waivers/:waiver/remove', keepsBoard, 'comingBoard', 'waiver')),
  get('/meetings/letters', office),
  get('/meetings/letters.csv', office),
  ...both('/meetings/letters/new', office),
  acts(post('/meetings/letters/:letter/remove', office, 'letter')),
  get('/meetings/:id/door', leadsMaths, 'meetingToday'),
  acts(post('/meetings/:id/door', leadsMaths, 'meetingToday')),
  acts(post('/meetings/:id/begin', leadsMaths, 'meetingToday')),
  acts(post('/meetings/:id/end', leadsMaths, 'meetingNow')),
  ...both('/meetings/:id/here', members, 'meetingNow'),
  acts(post('/meetings/:id/here/leave', members, 'meetingToday')),
  // Of a record that is named in what is asked.
  get('/live', nobody),
  // What is minuted is of the maths hub, which its lead keeps, and was chaired by a head.
  get('/meetings/search', members),
  get('/meetings/recalls', signedIn),
  // One’s own: the office was asked, and a teacher.
  acts(post('/meetings/recalls/:item/gone', ['coordinator', 'teacher'], 'confidedItem')),
  ...both('/meetings/:id/items/:item/part-b', leadsMaths, 'meeting', 'plainItem'),
  get('/meetings/:id/items/:item/openings', leadsMaths, 'meeting', 'plainItem'),
  logged(get('/meetings/:id/items/:item/part-b/take-back', leadsMaths, 'meeting', 'confidedItem')),
  post('/meetings/:id/items/:item/part-b/take-back', leadsMaths, 'meeting', 'confidedItem'),
  logged(get('/meetings/:id/items/:item/part-b/readers/new', leadsMaths, 'meeting', 'otherConfidedItem')),
  post('/meetings/:id/items/:item/part-b/readers/new', leadsMaths, 'meeting', 'otherConfidedItem'),
  acts(
    post(
      '/meetings/:id/items/:item/part-b/readers/:person/remove',
      leadsMaths,
      'meeting',
      'confidedItem',
      'namedReader',
    ),
  ),
  acts(
    post(
      '/meetings/:id/items/:item/part-b/copies/:person/gone',
      leadsMaths,
      'meeting',
      'confidedItem',
      'holder',
    ),
  ),
  get('/ballots', advisers),
  ...both('/ballots/new', proposers),
  ...both('/ballots/vote', anybody),
  get('/ballots/:id', advisers, 'openBallot'),
  ...both('/ballots/:id/correct', office, 'draftBallot'),
  ...both('/ballots/:id/amend', proposers, 'draftBallot'),
  acts(post('/ballots/:id/accept', office, 'proposedBallot')),
  ...both('/ballots/:id/decline', office, 'ballotToDecline'),
  acts(post('/ballots/:id/withdraw', ['head'], 'ballotToWithdraw')),
  acts(post('/ballots/:id/sooner', office, 'secondAmendment')),
  acts(post('/ballots/:id/later', office, 'firstAmendment')),
  ...both('/ballots/:id/cancel', office, 'draftBallot'),
  acts(post('/ballots/:id/open', office, 'readyBallot')),
  acts(post('/ballots/:id/beforehand', keepsBoard, 'itemBallot')),
  acts(post('/ballots/:id/close', office, 'openElection')),
  get('/ballots/:id/roll', proposers, 'openBallot'),
  get('/ballots/:id/roll.csv', proposers, 'openBallot'),
  get('/ballots/:id/vote', advisers, 'openBallot'),
  post('/ballots/:id/vote', ['head', 'otherHead'], 'openBallot'),
  ...both('/ballots/:id/hands', office, 'handsBallot'),
  ...both('/ballots/:id/phone', office, 'openBallot'),
  get('/ballots/:id/votes', advisers, 'closedBallot'),
  get('/ballots/:id/votes.csv', advisers, 'closedBallot'),
  get('/ballots/:id/paper', advisers, 'openSecret'),
  post('/ballots/:id/paper', advisers, 'openSecret'),
  post('/ballots/:id/box', anybody, 'openSecret'),
  get('/ballots/:id/papers', advisers, 'closedSecret'),
  get('/ballots/:id/papers.csv', advisers, 'closedSecret'),
  get('/ballots/:id/papers.json', advisers, 'closedSecret'),
  ...both('/ballots/:id/receipt', advisers, 'closedSecret'),
  get('/ballots/:id/lot', advisers, 'tiedElection'),
  post('/ballots/:id/lot', office, 'tiedElection'),
  ...both('/ballots/:id/decision', office, 'closedBallot'),
  ...both('/ballots/:id/statement', ['head', 'otherHead'], 'closedBallot'),
  acts(post('/ballots/:id/statement/take-back', ['head'], 'statedBallot')),
  ...both('/ballots/:id/consult', office, 'decidedBallot'),
  get('/meetings/decisions/:id', members, 'decision'),
  get('/meetings/decisions', members),
  ...both('/meetings/decisions/:id/correct', minuteKeepers, 'decision'),
  get('/meetings/actions', signedIn),
  get('/meetings/actions/:id', members, 'action'),
  ...both('/meetings/actions/:id/progress', minuteKeepers, 'action'),
  ...both('/meetings/actions/:id/close', minuteKeepers, 'action'),
  acts(post('/meetings/actions/:id/reopen', minuteKeepers, 'closedAction')),
  ...both('/meetings/actions/:id/correct', minuteKeepers, 'action'),
  get('/meetings/editions', office),
  ...both('/meetings/editions/:audience', office, 'audience'),
  get('/meetings/:id/editions', members, 'approvedMinutes'),
  get('/meetings/:id/editions/:number', members, 'approvedMinutes', 'editionNumber'),
  get('/meetings/:id/editions/:number/minutes.pdf', members, 'approvedMinutes', 'editionNumber'),
  get('/meetings/:id/editions/:number/minutes.json', members, 'approvedMinutes', 'editionNumber'),
  ...both('/meetings/:id/minutes', minuteKeepers, 'minuted'),
  get('/meetings/:id/minutes/read', minuteKeepers, 'minuted'),
  get('/meetings/:id/minutes.pdf', minuteKeepers, 'minuted'),
  ...both('/meetings/:id/minutes/:item/decision', minuteKeepers, 'minuted', 'minutedItem'),
  ...both('/meetings/:id/minutes/:item/action', minuteKeepers, 'minuted', 'minutedItem'),
  acts(post('/meetings/:id/minutes/send', minuteKeepers, 'minuted')),
  acts(post('/meetings/:id/minutes/take-back', minuteKeepers, 'withChair')),
  acts(post('/meetings/:id/minutes/circulate', ['head'], 'withChair')),
  ...both('/meetings/:id/minutes/send-back', ['head'], 'withChair'),
  ...both('/meetings/:id/minutes/approve', minuteKeepers, 'circulated'),
  ...both('/meetings/:id/minutes/correct', minuteKeepers, 'approvedMinutes'),
  ...both('/meetings/:id/minutes/sign', ['head'], 'approvedMinutes'),
  acts(post('/meetings/:id/minutes/sign/code', ['head'], 'approvedMinutes')),
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

  get('/support', but('partner')),
  // Where visits stood before.
  get('/support/:id{[0-9]+}', [...supporters, 'head', 'deputy', 'otherHead'], 'visit'),
  get('/support/visits', parties),
  ...both('/support/visits/new', supporters),
  get('/support/visits/:id', [...supporters, 'head', 'deputy', 'otherHead'], 'visit'),
  ...both('/support/visits/:id/correct', supporters, 'visit'),
  get('/support/visits/:id/note', partiesAndContact, 'notedVisit'),
  post('/support/visits/:id/note', noting, 'plannedVisit'),
  ...both('/support/visits/:id/note/correct', noting, 'notedVisit'),
  ...both('/support/visits/:id/move', bookers, 'plannedVisit'),
  ...both('/support/visits/:id/call-off', bookers, 'plannedVisit'),
  get('/support/mine', ['head', 'deputy', 'ssig', 'practitioner', 'hubLead', 'teacher', 'otherHead']),
  get('/support/days', [...ofAshmere, 'otherHead']),
  get('/support/days/:id', ofAshmere, 'member'),
  ...both('/support/days/:id/pledge', ['head'], 'member'),

  get('/subscriptions', [...money, 'chair']),
  ...both('/subscriptions/settings', office),
  get('/subscriptions/payers', office),
  ...both('/subscriptions/payers/:membership', moneyOfAshmere, 'member'),
  ...both('/subscriptions/orders/:membership', moneyOfAshmere, 'member'),
  get('/subscriptions/runs', office),
  ...both('/subscriptions/runs/new', office),
  get('/subscriptions/runs/:id', office, 'billingRun'),
  get('/subscriptions/invoices', money),
  get('/subscriptions/invoices/:id', moneyOfAshmere, 'invoice'),
  get('/subscriptions/invoices/:id/pdf', moneyOfAshmere, 'invoice'),
  get('/subscriptions/invoices/:id/xml', moneyOfAshmere, 'invoice'),
  ...both('/subscriptions/invoices/:id/credit', office, 'invoiceToCredit'),
  acts(post('/subscriptions/invoices/:id/send', office, 'invoice')),
  ...both('/subscriptions/invoices/:id/hold', office, 'invoiceToHold'),
  acts(post('/subscriptions/invoices/:id/hold/lift', office, 'heldInvoice')),
  ...both('/subscriptions/invoices/:id/write-off', office, 'invoiceToWriteOff'),
  ...both('/subscriptions/write-offs/:id/undo', office, 'writeOffRow'),
  get('/subscriptions/accounts/:id', moneyOfAshmere, 'member'),
  get('/subscriptions/accounts/:id/pdf', moneyOfAshmere, 'member'),
  get('/subscriptions/accounts/:id/:file{statement\\.csv}', moneyOfAshmere, 'member', 'statementFile'),
  get('/subscriptions/trusts/:id', office, 'payingTrust'),
  get('/subscriptions/trusts/:id/pdf', office, 'payingTrust'),
  get('/subscriptions/trusts/:id/:file{statement\\.csv}', office, 'payingTrust', 'statementFile'),
  get('/subscriptions/ageing', office),
  get('/subscriptions/payments', office),
  ...both('/subscriptions/payments/new', office),
  get('/subscriptions/payments/:id', office, 'payment'),
  ...both('/subscriptions/payments/:id/match', office, 'payment'),
  post('/subscriptions/payments/:id/match/:suggestion', office, 'payment', 'suggestion'),
  ...both('/subscriptions/payments/:id/cancel', office, 'paymentToCancel'),
  ...both('/subscriptions/matches/:id/undo', office, 'allocation'),
  get('/subscriptions/payments/on-account', office),
  get('/subscriptions/payments/on-account/:membership', office, 'onAccount'),
  acts(
    post('/subscriptions/payments/on-account/:membership/use/:invoice', office, 'onAccount', 'invoiceToUse'),
  ),
  ...both('/subscriptions/payments/on-account/uses/:id/undo', office, 'use'),
  get('/subscriptions/purposes', office),
  ...both('/subscriptions/purposes/new', office),
  ...both('/subscriptions/purposes/:id/rename', office, 'purpose'),
  get('/subscriptions/recharges', office),
  acts(post('/subscriptions/recharges/new', office)),
  get('/subscriptions/recharges/:id', office, 'recharge'),
  get('/subscriptions/recharges/:id/file', office, 'recharge'),
  ...both('/subscriptions/recharges/:id/taken', office, 'recharge'),
  acts(post('/subscriptions/recharges/:id/cancel', office, 'recharge')),
  ...both('/subscriptions/recharges/:id/undo', office, 'takenRecharge'),
  get('/subscriptions/statements', office),
  ...both('/subscriptions/statements/new', office),
  get('/subscriptions/statements/:id', office, 'statement'),
  acts(post('/subscriptions/statements/:id/undo', office, 'statement')),
  ...both('/subscriptions/statements/uploads/:id', office, 'bankUpload'),
  acts(post('/subscriptions/statements/uploads/:id/give-up', office, 'bankUpload')),
  get('/subscriptions/statements/mappings', office),
  ...both('/subscriptions/statements/mappings/:id/correct', office, 'bankMapping'),
  acts(post('/subscriptions/statements/mappings/:id/remove', office, 'mappingToRemove')),
  get('/subscriptions/books', office),
  get('/subscriptions/books/:account', office, 'booksAccount'),
  get('/subscriptions/books/entries/:id', office, 'journalEntry'),
  ...both('/subscriptions/books/opening', office),
  ...both('/subscriptions/books/opening/undo', office),
  get('/subscriptions/books/export', office),
  get('/subscriptions/books/check', office),
  get('/subscriptions/fund', readsFund),
  get('/subscriptions/fund/pdf', readsFund),
  get('/subscriptions/bought', [...readsBought, 'otherHead']),
  get('/subscriptions/bought/:membership', readsBought, 'member'),
  get('/subscriptions/bought/:membership/pdf', readsBought, 'member'),
  get('/subscriptions/prices', office),
  ...both('/subscriptions/prices/new', office),
  ...both('/subscriptions/prices/:id/correct', office, 'price'),
  post('/subscriptions/prices/:id/remove', office, 'priceToRemove'),
  get('/support/practitioners', [...parties, 'hubLead']),
  ...both('/support/practitioners/new', [...ofBrindle, 'head']),
  get('/support/practitioners/:id', parties, 'practitionerRow'),
  acts(post('/support/practitioners/:id/accept', supporters, 'nominated')),
  ...both('/support/practitioners/:id/decline', supporters, 'nominated'),
  ...both('/support/practitioners/:id/end', practises, 'practitionerRow'),
  ...both('/support/practitioners/:id/profile', practises, 'practitionerRow'),
  ...both('/support/practitioners/:id/expertise', practises, 'practitionerRow'),
  ...both('/support/practitioners/:id/times', practises, 'practitionerRow'),
  ...both('/support/practitioners/:id/away/new', practises, 'practitionerRow'),
  acts(post('/support/practitioners/:id/away/:row/remove', practises, 'practitionerRow', 'away')),
  ...both('/support/practitioners/:id/offers/:year', ofBrindle, 'practitionerRow', 'presentYear'),
  ...both('/support/practitioners/:id/vouch', ['otherHead'], 'practitionerRow'),
  ...both('/support/practitioners/:id/vouchings/:row/correct', ofBrindle, 'practitionerRow', 'vouching'),
  ...both('/support/practitioners/:id/interests/new', noting, 'practitionerRow'),
  acts(
    post('/support/practitioners/:id/interests/:row/end', noting, 'practitionerRow', 'practitionerInterest'),
  ),
  get('/support/areas', office),
  ...both('/support/areas/new', office),
  ...both('/support/areas/:id/correct', office, 'area'),
  acts(post('/support/areas/:id/retire', office, 'area')),
  acts(post('/support/areas/:id/bring-back', office, 'retiredArea')),

  get('/support/deployments', [...partiesAndContact, 'hubLead', 'businessManager']),
  ...both('/support/deployments/new', [...supporters, 'head', 'otherHead']),
  get('/support/deployments/:id{[0-9]+}', partiesAndContact, 'active'),
  ...both('/support/deployments/:id{[0-9]+}/correct', [...supporters, 'head'], 'requested'),
  ...both('/support/deployments/:id{[0-9]+}/explain', ['head'], 'requested'),
  acts(post('/support/deployments/:id{[0-9]+}/triage', supporters, 'requested')),
  ...both('/support/deployments/:id{[0-9]+}/decline', supporters, 'requested'),
  get('/support/deployments/:id/match', supporters, 'triaged'),
  ...both('/support/deployments/:id/match/:practitioner', supporters, 'triaged', 'practitionerRow'),
  get('/support/deployments/:id{[0-9]+}/release', ['otherHead'], 'matched'),
  acts(post('/support/deployments/:id{[0-9]+}/release', ['otherHead'], 'matched')),
  ...both('/support/deployments/:id{[0-9]+}/refuse', ['otherHead'], 'matched'),
  ...both('/support/deployments/:id{[0-9]+}/unmatch', supporters, 'matched'),
  ...both('/support/deployments/:id{[0-9]+}/pause', pausers, 'active'),
  acts(post('/support/deployments/:id{[0-9]+}/resume', pausers, 'paused')),
  ...both('/support/deployments/:id{[0-9]+}/reopen', supporters, 'closed'),
  ...both('/support/deployments/:id{[0-9]+}/withdraw', [...supporters, 'head'], 'requested'),
  get('/support/deployments/:id/agreement', parties, 'released'),
  get('/support/deployments/:id/agreement/file', parties, 'released'),
  ...both('/support/deployments/:id/agreement/:capacity', ['head'], 'released', 'partySigning'),
  ...both('/support/deployments/:id/agreement/:capacity/confirm', ['head'], 'released', 'partySigning'),
  post('/support/deployments/:id/agreement/:capacity/code', ['head'], 'released', 'partySigning'),
  ...both('/support/deployments/:id/plan', ['head', 'practitioner'], 'agreedDeployment'),
  ...both('/support/deployments/:id/mid-point', ['head', 'practitioner'], 'active'),
  ...both('/support/deployments/:id/more-days', supporters, 'active'),
  ...both('/support/deployments/:id/visits/new', bookers, 'active'),
  ...both('/support/deployments/:id/visits/series', bookers, 'active'),
  ...both('/support/deployments/:id/close', [...noting, 'head'], 'active'),
  ...both('/support/deployments/:id/evaluate', ['head'], 'closed'),
  acts(post('/support/deployments/:id/remind', supporters, 'closed')),
  get('/support/deployments/:id/evaluation', partiesAndContact, 'evaluated'),
  ...both('/support/deployments/:id/evaluation/correct', ['head'], 'evaluated'),
  acts(post('/support/deployments/:id/sign-off', supporters, 'evaluated')),
  ...both('/support/deployments/:id/outcome', ['head'], 'tooEarly'),
  get('/support/evaluations', [...partiesAndContact, 'hubLead', 'businessManager']),
  ...both('/support/matching', supporters),
  get('/support/matching/weights', supporters),
  get('/support/matching/:id', supporters, 'matching'),
  acts(post('/support/matching/:id/stop', supporters, 'waitingMatching')),
  acts(post('/support/matching/:id/choose', supporters, 'matching')),
  acts(post('/support/matching/:id/choose/:deployment', supporters, 'matching', 'triaged')),
  get('/support/demand', supporters),
  get('/support/demand/balance', office),

  get('/peer-review', members),
  ...both('/peer-review/clusters/new', supporters),
  get('/peer-review/clusters/:id', advisers, 'begunCluster'),
  ...both('/peer-review/clusters/:id/correct', supporters, 'begunCluster'),
  acts(post('/peer-review/clusters/:id/begin', supporters, 'draftCluster')),
  ...both('/peer-review/clusters/:id/champion/:school', ['head'], 'begunCluster', 'member'),
  get('/peer-review/:id', advisers, 'reviewOfOther'),
  // Whoever takes part in a review sees it, though they see no clusters.
  get('/peer-review/:id', members, 'plannedReview'),
  ...both('/peer-review/:id/plan', planReviews, 'plannedReview'),
  ...both('/peer-review/:id/dates', writesReview, 'reportedReview'),
  ...both('/peer-review/:id/cancel', planReviews, 'reviewToCancel'),
  acts(post('/peer-review/:id/moves/:move', ['head'], 'plannedReview', 'selfReview')),
  acts(post('/peer-review/:id/moves/:move', ['head', 'otherHead'], 'selfReviewed', 'visitStep')),
  acts(post('/peer-review/:id/moves/:move', ['otherHead'], 'visitedReview', 'report')),
  acts(post('/peer-review/:id/moves/:move', writesReview, 'reportedReview', 'workshopStep')),
  acts(post('/peer-review/:id/moves/:move', writesReview, 'workshopReview', 'followUpStep')),
  acts(post('/peer-review/:id/moves/:move', planReviews, 'cancelledReview', 'resumeStep')),
  ...both('/peer-review/:id/reviewers/new', planReviews, 'plannedReview'),
  ...both('/peer-review/:id/reviewers/:reviewer/replace', planReviews, 'plannedReview', 'reviewer'),
  acts(post('/peer-review/:id/reviewers/:reviewer/lead', planReviews, 'plannedReview', 'reviewer')),
  ...both('/peer-review/:id/declare', ['otherHead', 'practitioner'], 'plannedReview'),
  // The texts are the head’s, and theirs whom the head names: the office and SSIG read none of them.
  get('/peer-review/:id/texts/:part', readsReview, 'plannedReview', 'selfReview'),
  get(
    '/peer-review/:id/texts/:part',
    [...readsReview, 'otherHead', 'practitioner'],
    'selfReviewed',
    'selfReview',
  ),
  get('/peer-review/:id/texts/:part', ['head', 'otherHead', 'practitioner'], 'visitedReview', 'report'),
  logged(get('/peer-review/:id/texts/:part', readsReview, 'reportedReview', 'report')),
  ...both('/peer-review/:id/texts/:part/:section', writesReview, 'plannedReview', 'selfReview', 'leadership'),
  ...both(
    '/peer-review/:id/texts/:part/:section',
    ['otherHead', 'practitioner'],
    'visitedReview',
    'report',
    'leadership',
  ),
  logged(get('/peer-review/:id/report.pdf', readsReview, 'reportedReview')),
  ...both('/peer-review/:id/readers/new', ['head'], 'plannedReview'),
  acts(post('/peer-review/:id/readers/:reader/remove', ['head'], 'plannedReview', 'reviewReader')),

  get('/rounds', members),
  get('/rounds/manual', members),
  get('/rounds/manual/all', members),
  get('/rounds/manual/:page', members, 'manualPage'),
  ...both('/rounds/new', plansRounds),
  get('/rounds/:id', members, 'plannedRound'),
  ...both('/rounds/:id/correct', keepsRounds, 'plannedRound'),
  acts(post('/rounds/:id/cancel', keepsRounds, 'roundToCancel')),
  acts(post('/rounds/:id/visited', keepsRounds, 'plannedRound')),
  ...both('/rounds/:id/visitors', keepsRounds, 'plannedRound'),
  acts(post('/rounds/:id/visitors/:visitor/remove', keepsRounds, 'plannedRound', 'roundVisitor')),
  ...both('/rounds/:id/rooms', keepsRounds, 'plannedRound'),
  ...both('/rounds/:id/rooms/:room/correct', keepsRounds, 'plannedRound', 'roundRoom'),
  acts(post('/rounds/:id/rooms/:room/remove', keepsRounds, 'plannedRound', 'roundRoom')),
  // Visitors alone write notes, each corrects their own; all who are in the round are shown the form’s page.
  ...both('/rounds/:id/notes', inRounds, 'visitedRound'),
  ...both('/rounds/:id/notes/:note/correct', ['head'], 'visitedRound', 'roundNote'),
  acts(post('/rounds/:id/notes/:note/remove', ['head'], 'visitedRound', 'roundNote')),
  get('/rounds/:id/debrief', inRounds, 'visitedRound'),
  ...both('/rounds/:id/debrief/:stage', inRounds, 'visitedRound', 'firstStage'),
  // What is agreed is what was read: without its version it is told that it was changed.
  post('/rounds/:id/debrief/:stage/agree', agreesRounds, 'visitedRound', 'firstStage'),
  acts(post('/rounds/:id/debrief/:stage/reopen', agreesRounds, 'analysedRound', 'firstStage')),
  ...both('/rounds/:id/debrief/patterns/new', inRounds, 'analysedRound'),
  ...both('/rounds/:id/debrief/patterns/:pattern/correct', inRounds, 'analysedRound', 'roundPattern'),
  acts(post('/rounds/:id/debrief/patterns/:pattern/remove', inRounds, 'analysedRound', 'roundPattern')),
  ...both('/rounds/:id/theory', inRounds, 'debriefedRound'),
  ...both('/rounds/:id/return', [...agreesRounds, 'coordinator'], 'debriefedRound'),
  ...both('/rounds/:id/share', ['head'], 'debriefedRound'),
  ...both('/rounds/:id/case-study', office, 'offeredRound'),

  get('/schemes', advisers),
  ...both('/schemes/new', office),
  get('/schemes/:id', advisers, 'scheme'),
  ...both('/schemes/:id/correct', office, 'scheme'),

  get('/library', members),
  ...both('/library/new', office),
  get('/library/:id', members, 'resource'),
  ...both('/library/:id/correct', office, 'resource'),
  get('/library/:id/files/:file', members, 'resource', 'resourceFile'),
  ...both('/library/:id/files/new', leadsMaths, 'resource'),
  ...both('/library/:id/used', members, 'resource'),
  get('/hubs', members),
  get('/hubs/:id', members, 'hub'),
  get('/hubs/:id/colleagues', leadsMaths, 'hub'),
  ...both('/hubs/:id/share', leadsMaths, 'hub'),
  ...both('/hubs/:id/notes/new', leadsMaths, 'hub'),
  get('/hubs/:id/notes/:note', members, 'hub', 'hubNote'),
  ...both('/hubs/:id/notes/:note/correct', leadsMaths, 'hub', 'hubNote'),
  ...both('/hubs/:id/contributions/new', leadsMaths, 'hub'),
  get('/hubs/:id/contributions/:row', [...leadsMaths, ...staffOfAshmere], 'hub', 'hubContribution'),
  ...both('/hubs/:id/contributions/:row/correct', leadsMaths, 'hub', 'hubContribution'),
  acts(post('/hubs/:id/notes/:row/remove', leadsMaths, 'hub', 'hubNote')),
  acts(post('/hubs/:id/notes/:row/restore', leadsMaths, 'hub', 'removedNote')),
  acts(post('/hubs/:id/contributions/:row/remove', leadsMaths, 'hub', 'hubContribution')),
  acts(post('/hubs/:id/contributions/:row/restore', leadsMaths, 'hub', 'removedContribution')),
  ...both('/hubs/:id/report', leadsMaths, 'hub'),
  get('/hubs/reports/:meeting', but('partner', 'teacher'), 'hubLeadsMeeting'),

  get('/feedback', members),
  get('/feedback/:source/:person', but('partner', 'hubLead'), 'representedAt', 'representative'),
  ...both('/feedback/:source/:person/give', [...ofAshmere, 'teacher'], 'representedAt', 'representative'),
  get('/briefings', ['coordinator', 'otherHead', ...informed]),
  get('/briefings/givings', ['otherHead', ...informed]),
  ...both('/briefings/givings/new', ['head', 'deputy', 'otherHead']),
  get('/briefings/givings/:id', informed, 'giving'),
  ...both('/briefings/givings/:id/correct', ['head', 'deputy'], 'giving'),
  acts(post('/briefings/givings/:id/remove', ['head', 'deputy'], 'giving')),
  ...both('/briefings/new', ['head', 'deputy', 'otherHead']),
  get('/briefings/:id', informed, 'briefing'),
  get('/briefings/:id/:file{briefing\\.pdf}', informed, 'briefing', 'briefingFile'),
  ...both('/briefings/:id/correct', ['head', 'deputy'], 'briefing'),
  ...both('/briefings/:id/redo', ['head', 'deputy'], 'briefing'),
  ...both('/briefings/:id/given', ['head', 'deputy'], 'briefing'),
  ...both('/briefings/:id/mail', ['head', 'deputy'], 'briefing'),
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

  test('presses a button, each where nobody has pressed it yet', async (t) => {
    const w = await world()
    const records = await record(w)
    const buttons = rows.filter((row) => row.acts)
    const press = async ({ as }: World, row: Row, name: Reader) =>
      (await as(name)).post(addressOf(row, records), {})
    /** One after another in one world; where what was pressed before has taken away what this is about, in its own. */
    const pressed = async (shared: World, row: Row, name: Reader) => {
      const answer = await press(shared, row, name)
      if (isLetIn(answer)) return answer
      const fresh = await again(w)
      const alone = await press(fresh, row, name)
      await fresh.database.close()
      return alone
    }
    for (let nth = 0; nth < readers.length; nth += 1) {
      const shared = await again(w)
      for (const row of buttons) {
        const name = row.may[nth]
        if (name)
          await t.test(`${said(row)}, by ${name}`, async () => {
            const answer = await pressed(shared, row, name)
            assert.ok(isLetIn(answer), `${name}: ${answer.status}`)
          })
      }
    }
  })
})
