import { sql } from 'kysely'
import { addDraftClause, beginDraft, discard, removeClause } from '../src/agreement/drafts/actions.ts'
import { clausesOf } from '../src/agreement/queries.ts'
import { readText } from '../src/agreement/readings/actions.ts'
import { digestOf } from '../src/feeds/actions.ts'
import { type AcademicYear, day } from '../src/platform/day.ts'
import { everything, type Writer } from '../src/platform/db.ts'
import { remove } from '../src/platform/revision.ts'
import { authorityIn } from '../src/platform/signature/authority.ts'
import { freeze } from '../src/review/actions.ts'
import { recordPaper, removePaper } from '../src/signatures/paper/actions.ts'
import { nameSubstitute, withdrawSubstitute } from '../src/signatures/substitutes/actions.ts'
import { adding } from './adding.ts'
import { agreed } from './agreement.ts'
import { minutedMeetings } from './minutes.ts'
import { school } from './peer-review.ts'
import { ballotsPrepared } from './records-ballots.ts'
import { meetingsPrepared } from './records-meetings.ts'
import { moneyPrepared, namedMoney } from './records-money.ts'
import { supportPrepared } from './records-support.ts'
import { namedTogether, reviewsAndRounds } from './records-together.ts'
import { secret, type World } from './world.ts'

/** One record of each kind in this world, by name: what stands in the address that opens it. */
export type Records = Record<
  | 'invoice'
  | 'invoiceToCredit'
  | 'invoiceToHold'
  | 'heldInvoice'
  | 'invoiceToWriteOff'
  | 'invoiceToUse'
  | 'payment'
  | 'paymentToCancel'
  | 'allocation'
  | 'use'
  | 'recharge'
  | 'takenRecharge'
  | 'statement'
  | 'bankUpload'
  | 'bankMapping'
  | 'mappingToRemove'
  | 'billingRun'
  | 'writeOffRow'
  | 'purpose'
  | 'journalEntry'
  | 'price'
  | 'priceToRemove'
  | 'onAccount'
  | 'booksAccount'
  | 'suggestion'
  | 'payingTrust'
  | 'statementFile'
  | 'person'
  | 'post'
  | 'member'
  | 'left'
  | 'converted'
  | 'trust'
  | 'organisation'
  | 'calendar'
  | 'calendarDate'
  | 'hub'
  | 'board'
  | 'groupMember'
  | 'removedMember'
  | 'formerLead'
  | 'removedLead'
  | 'nomination'
  | 'meeting'
  | 'boardMeeting'
  | 'plannedMeeting'
  | 'dayAhead'
  | 'guest'
  | 'comingBoard'
  | 'openItem'
  | 'takenOff'
  | 'paper'
  | 'withdrawnPaper'
  | 'itemInterest'
  | 'interest'
  | 'waiver'
  | 'letter'
  | 'proposedItem'
  | 'itemToDecline'
  | 'itemToWithdraw'
  | 'meetingNow'
  | 'draftBallot'
  | 'readyBallot'
  | 'proposedBallot'
  | 'ballotToDecline'
  | 'ballotToWithdraw'
  | 'firstAmendment'
  | 'secondAmendment'
  | 'openBallot'
  | 'openSecret'
  | 'openElection'
  | 'closedBallot'
  | 'closedSecret'
  | 'tiedElection'
  | 'statedBallot'
  | 'decidedBallot'
  | 'otherHead'
  | 'itemBallot'
  | 'handsBallot'
  | 'roomBallot'
  | 'meetingToday'
  | 'feed'
  | 'feedFile'
  | 'representedAt'
  | 'representative'
  | 'briefing'
  | 'briefingFile'
  | 'giving'
  | 'hubNote'
  | 'hubContribution'
  | 'removedNote'
  | 'removedContribution'
  | 'hubLeadsMeeting'
  | 'resourceFile'
  | 'plainItem'
  | 'confidedItem'
  | 'otherConfidedItem'
  | 'namedReader'
  | 'holder'
  | 'minuted'
  | 'minutedItem'
  | 'withChair'
  | 'circulated'
  | 'approvedMinutes'
  | 'editionNumber'
  | 'audience'
  | 'decision'
  | 'action'
  | 'closedAction'
  | 'attendance'
  | 'removedAttendance'
  | 'visit'
  | 'course'
  | 'session'
  | 'participant'
  | 'removedParticipant'
  | 'scheme'
  | 'resource'
  | 'package'
  | 'caseStudy'
  | 'cohort'
  | 'readingTest'
  | 'removedTest'
  | 'import'
  | 'broughtIn'
  | 'template'
  | 'registerRead'
  | 'registerChange'
  | 'mail'
  | 'frozenYear'
  | 'section'
  | 'clause'
  | 'clauseNumber'
  | 'agreementVersionNumber'
  | 'agreementFile'
  | 'draft'
  | 'draftClause'
  | 'removedClause'
  | 'discardedDraft'
  | 'textRead'
  | 'governance'
  | 'leadership'
  | 'paperSignature'
  | 'removedSignature'
  | 'substitute'
  | 'promise'
  | 'presentYear'
  | 'term'
  | 'agreedTerm'
  | 'takenBack'
  | 'proposal'
  | 'question'
  | 'answered'
  | 'passkey'
  | 'connection'
  | 'area'
  | 'retiredArea'
  | 'practitionerRow'
  | 'nominated'
  | 'away'
  | 'vouching'
  | 'practitionerInterest'
  | 'requested'
  | 'triaged'
  | 'matched'
  | 'released'
  | 'agreedDeployment'
  | 'active'
  | 'paused'
  | 'closed'
  | 'evaluated'
  | 'tooEarly'
  | 'plannedVisit'
  | 'notedVisit'
  | 'waitingMatching'
  | 'matching'
  | 'partySigning'
  | 'alsoTriaged'
  | 'toDecline'
  | 'toWithdraw'
  | 'toUnmatch'
  | 'toRefuse'
  | 'toPause'
  | 'toClose'
  | 'toReopen'
  | 'visitToMove'
  | 'visitToCallOff'
  | 'practitionerToEnd'
  | 'draftCluster'
  | 'begunCluster'
  | 'plannedReview'
  | 'reviewer'
  | 'reviewReader'
  | 'reviewOfOther'
  | 'reviewToCancel'
  | 'selfReviewed'
  | 'visitedReview'
  | 'reportedReview'
  | 'workshopReview'
  | 'cancelledReview'
  | 'selfReview'
  | 'report'
  | 'visitStep'
  | 'workshopStep'
  | 'followUpStep'
  | 'resumeStep'
  | 'plannedRound'
  | 'roundRoom'
  | 'roundVisitor'
  | 'roundToCancel'
  | 'visitedRound'
  | 'roundNote'
  | 'analysedRound'
  | 'roundPattern'
  | 'debriefedRound'
  | 'offeredRound'
  | 'firstStage'
  | 'manualPage'
  | 'signedDocument',
  string
>

const imported = { ref: null, importId: null }
const spring = day('2018-02-06')

/** Fills a world with one record of each kind: at Ashmere, or given by Brindle Moor to it. */
export async function record(w: World): Promise<Records> {
  const { members, people, groups } = w
  const frozen = 2016 as AcademicYear
  await freeze(await w.by('coordinator'), frozen)
  const agreementVersion = await agreed(w)
  const signing = await signatures(w, agreementVersion)
  const drafted = await drafts(w)
  const records = await w.database.transaction(everything, async (tx) => {
    const add = adding(tx)
    const trust = await add('trusts', { name: 'Vale Trust', uid: null })
    const calendar = await add('calendars', { name: 'Vale', isDefault: true })
    const term = { kind: 'term', fromOn: day('2018-01-08'), toOn: day('2018-03-29'), note: null } as const
    const calendarDate = await add('calendarDates', { ...term, calendarId: calendar, importId: null })
    const times = { starts: null, ends: null, place: null }
    const meeting = await add('meetings', {
      ...imported,
      ...times,
      title: 'Maths',
      heldOn: spring,
      status: 'held',
    })
    const boardMeeting = await add('meetings', {
      ...imported,
      ...times,
      title: 'Board',
      heldOn: spring,
      status: 'held',
    })
    await tx
      .insertInto('meetingGroups')
      .values([
        { meetingId: meeting, groupId: groups.maths },
        { meetingId: boardMeeting, groupId: groups.board },
      ])
      .execute()
    const ashmere = { membershipId: members.ashmere, urn: 990001 }
    const came = { ...ashmere, personId: people.teacher, importId: null }
    const attendance = await add('attendances', { ...came, meetingId: meeting, capacity: 'representative' })
    const absent = { ...came, personId: people.head, meetingId: meeting, capacity: 'absent' } as const
    const removedAttendance = await add('attendances', absent)
    const grouped = await ofGroups(w, add)
    const visit = await add('supportVisits', {
      ...imported,
      commission: null,
      subject: 'Maths',
      practitionerId: people.ssig,
      fromMembershipId: members.brindle,
      fromUrn: 990002,
      toMembershipId: members.ashmere,
      toUrn: 990001,
      visitedOn: spring,
      half: 'am',
      status: 'done',
      throughSsig: true,
    })
    const blank = { subject: null, audience: null, halfDays: null, runBy: null, status: null }
    const course = await add('courses', { ...imported, ...blank, title: 'Coaching', kind: 'coaching' })
    const held = { heldOn: spring, starts: null, ends: null, venue: null, status: 'held' } as const
    const session = await add('courseSessions', {
      ...imported,
      ...held,
      courseId: course,
      hostMembershipId: null,
    })
    const participant = await add('participants', {
      ...came,
      courseId: course,
      sessionId: session,
      role: null,
      outcome: 'attended',
    })
    const booked = { ...came, personId: people.deputy, courseId: course, sessionId: session, role: null }
    const removedParticipant = await add('participants', { ...booked, outcome: 'booked' })
    const spell = { fromOn: spring, toOn: null }
    const scheme = await add('schemes', {
      ...imported,
      ...spell,
      name: 'Panel',
      kind: 'panel',
      everyone: true,
    })
    const resource = await add('resources', {
      ...imported,
      title: 'Manual',
      kind: 'manual',
      sharedOn: spring,
      groupId: groups.maths,
    })
    const offer = { partner: 'Vale Arts', title: 'Music', subsidised: true }
    const given = await add('packages', { ...imported, ...spell, ...offer })
    const caseStudy = await add('caseStudies', {
      ...imported,
      title: 'Talk first',
      groupId: null,
      membershipId: members.ashmere,
      theoryOfAction: null,
      publishedOn: spring,
      body: '# Issue',
    })
    const tested = { bornOn: null, test: 'star', testedOn: spring, readingAge: 120, cohort: 'readers-2018' }
    const pupil = { membershipId: members.ashmere, importId: null, ...tested }
    const readingTest = await add('readingTests', { ...pupil, pupil: 'A1' })
    const removedTest = await add('readingTests', { ...pupil, pupil: 'A2' })
    const file = { source: '2017-18', digest: 'none', progress: null, finishedAt: null }
    const startedBy = people.coordinator
    const brought = await add('imports', { ...file, kind: 'year', state: 'faulty', startedBy })
    const broughtIn = await add('imports', { ...file, kind: 'year', state: 'applied', startedBy })
    const nothing = { files: [], faults: [], faultCount: 0, remarks: [], missing: 0, proposed: {} }
    const read = JSON.stringify(nothing)
    const registerRead = await add('imports', {
      ...file,
      kind: 'register',
      state: 'applied',
      startedBy,
      result: read,
    })
    const registerChange = await add('registerChanges', {
      importId: registerRead,
      urn: 990001,
      trustId: null,
      kind: 'field',
      field: 'town',
      was: null,
      becomes: 'Vale',
      effectiveOn: null,
      decidedBy: null,
      decidedAt: null,
      approved: null,
    })
    await convert(tx, members.brindle)
    const mail = await add('mails', {
      messageId: '<1@alliance.test>',
      recipient: 'head@alliance.example',
      subject: 'Hello',
      body: 'Hello',
      lastError: null,
      sentAt: null,
    })
    const by = await w.by('coordinator')
    await remove(tx, by, 'attendances', { id: removedAttendance, version: 1 })
    await remove(tx, by, 'groupMembers', { id: grouped.removedMember, version: 1 })
    await remove(tx, by, 'groupLeads', { id: grouped.removedLead, version: 1 })
    await remove(tx, by, 'participants', { id: removedParticipant, version: 1 })
    await remove(tx, by, 'readingTests', { id: removedTest, version: 1 })
    const { id: clause, promiseId: promise } = await tx
      .selectFrom('clauses')
      .select(['id', 'promiseId'])
      .where('versionId', '=', agreementVersion)
      .where('number', '=', '21')
      .executeTakeFirstOrThrow()
    const ofHead = { membershipId: members.ashmere, words: 'Six days?' }
    const made = {
      ...ofHead,
      versionId: agreementVersion,
      clauseId: clause,
      kind: 'reword',
      part: null,
      reason: 'Nine are many.',
      proposedBy: people.head,
      outcome: null,
      outcomeReason: null,
      decidedBy: null,
      decidedAt: null,
      draftId: null,
    } as const
    const proposal = await add('proposals', made)
    await add('proposals', made)
    await add('proposals', made)
    const unanswered = { answer: null, answeredBy: null, answeredAt: null, readAt: null }
    const said = { ...ofHead, clauseId: clause, personId: people.head, kind: 'question' } as const
    const question = await add('clauseQuestions', { ...said, ...unanswered })
    const reply = { answer: 'Nine.', answeredBy: people.coordinator, answeredAt: new Date(0), readAt: null }
    const answered = await add('clauseQuestions', { ...said, ...reply })
    const nineDays = { name: 'staffTime', value: 18, decision: 'Board, minute 4', setBy: null }
    const agreedTerm = await add('agreedTerms', { ...nineDays, year: 2018 as AcademicYear })
    const takenBack = await add('agreedTerms', { ...nineDays, year: 2016 as AcademicYear })
    await remove(tx, by, 'agreedTerms', { id: takenBack, version: 1 })
    const organisation = await tx.selectFrom('organisations').select('id').executeTakeFirstOrThrow()
    const post = await tx
      .selectFrom('posts')
      .select('id')
      .where('personId', '=', people.head)
      .executeTakeFirstOrThrow()
    await authorityIn(tx, secret)
    await tx.insertInto('digestStops').values({ personId: people.teacher }).execute()
    const signedFile = { content: Buffer.from('%PDF-1.7'), digest: 'of this file', level: 'B-B' } as const
    const told = { versionId: agreementVersion, membershipId: members.ashmere, acts: '', signatureCount: 1 }
    const signedDocument = await add('signedDocuments', { ...told, ...signedFile })
    const coming = await toCome(w, tx)
    const prepared = await meetingsPrepared(w, tx, coming.plannedMeeting)
    const ids = {
      person: people.head,
      ...(await waysIn(tx, people.coordinator)),
      signedDocument,
      agreedTerm,
      takenBack,
      post: post.id,
      member: members.ashmere,
      left: members.carr,
      converted: members.brindle,
      trust,
      organisation: organisation.id,
      calendar,
      calendarDate,
      hub: groups.maths,
      board: groups.board,
      meeting,
      boardMeeting,
      attendance,
      removedAttendance,
      visit,
      course,
      session,
      participant,
      removedParticipant,
      scheme,
      resource,
      package: given,
      caseStudy,
      readingTest,
      removedTest,
      import: brought,
      broughtIn,
      registerRead,
      registerChange,
      mail,
      clause,
      ...signing,
      ...drafted,
      ...grouped,
      ...(await confided(w, tx, meeting)),
      ...coming,
      ...prepared,
      ...(await minutedMeetings(w, tx, by)),
      ...(await reported(w, tx, { boardMeeting, resource })),
      promise,
      proposal,
      question,
      answered,
    }
    const named = {
      cohort: 'readers-2018',
      dayAhead: '2018-03-20',
      frozenYear: '2016-17',
      presentYear: '2017-18',
      term: 'staffTime',
      clauseNumber: '21',
      section: 'opening',
      agreementVersionNumber: '1',
      agreementFile: 'agreement.md',
      briefingFile: 'briefing.pdf',
      template: 'people.csv',
    }
    return { ...inText(ids), ...named }
  })
  const office = await w.by('coordinator')
  const ballots = await office.together((tx, by) =>
    ballotsPrepared(w, tx, by, Number((records as Partial<Records>).openItem)),
  )
  const { hubLead: nominee, teacher: contact } = people
  const support = await office.together((tx, by) =>
    supportPrepared({ members, people: { ...people, nominee, contact } }, tx, by.today),
  )
  const third = await school(w, 990004, 'Dale')
  const together = await w.database.transaction(everything, (tx) =>
    reviewsAndRounds({ members: { ...members, third }, people }, tx, office.today),
  )
  const money = await moneyPrepared(w, office, { ...members, third })
  const more = inText({ ...ballots, ...support, ...together, ...money, otherHead: people.otherHead })
  return { ...records, ...more, ...namedTogether, ...namedMoney, partySigning: 'supported-head' } as Records
}

const inText = (ids: object): Record<string, string> =>
  Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, String(id)]))

/**
 * A panel in which a teacher represented the alliance for a day, with the board to come at which that is reported; a
 * briefing of the board that Ashmere gave; what the maths hub wrote, was given and shared, and hub leads to come.
 */
async function reported(w: World, tx: Writer, of: { boardMeeting: number; resource: number }) {
  const { groups, members, people } = w
  const add = adding(tx)
  const group = { ...imported, subject: null, leadId: null }
  const panel = await add('groups', { ...group, name: 'Panel', kind: 'panel' })
  const hubLeads = await add('groups', { ...group, name: 'Hub leads', kind: 'hub leads' })
  const when = { ...imported, starts: null, ends: null, place: null }
  const representedAt = await add('meetings', { ...when, title: 'Panel', heldOn: spring, status: 'held' })
  const ahead = { ...when, heldOn: day('2018-03-22'), status: 'planned' } as const
  const boardToCome = await add('meetings', { ...ahead, title: 'Board to come' })
  const later = { ...ahead, heldOn: day('2018-04-24') }
  const hubLeadsMeeting = await add('meetings', { ...later, title: 'Hub leads to come' })
  const links = [
    { meetingId: representedAt, groupId: panel },
    { meetingId: boardToCome, groupId: groups.board },
    { meetingId: hubLeadsMeeting, groupId: hubLeads },
  ]
  await tx.insertInto('meetingGroups').values(links).execute()
  const ofAshmere = { membershipId: members.ashmere }
  const mandate = { ...ofAshmere, personId: people.teacher, fromOn: spring, toOn: spring, note: null }
  await add('groupMembers', { ...mandate, groupId: panel, part: 'representative' })
  const told = { meetingId: of.boardMeeting, words: 'The board met.', drafted: 'The board met.' }
  const briefing = await add('briefings', { ...ofAshmere, ...told, madeBy: people.head })
  const given = { body: 'Governing body', bodyKind: 'governing body', givenOn: spring, how: 'mail' } as const
  const recordedBy = people.head
  const minute = { minuteReference: null, recordedBy }
  const giving = await add('briefingGivings', { ...ofAshmere, ...given, ...minute, briefingId: briefing })
  const ofMaths = { groupId: groups.maths, meetingId: null }
  const note = { ...ofMaths, title: 'Ratio', words: 'We tried it.', writtenBy: people.hubLead }
  const hosted = {
    ...ofMaths,
    ...ofAshmere,
    personId: null,
    kind: 'hosted',
    givenOn: spring,
    recordedBy,
  } as const
  const file = {
    name: 'sheet.png',
    type: 'image/png',
    size: 1,
    digest: 'none',
    scanned: 'not scanned',
  } as const
  const removedNote = await add('hubNotes', note)
  const removedContribution = await add('hubContributions', hosted)
  const by = await w.by('coordinator')
  await remove(tx, by, 'hubNotes', { id: removedNote, version: 1 })
  await remove(tx, by, 'hubContributions', { id: removedContribution, version: 1 })
  return {
    ...{ representedAt, representative: people.teacher, briefing, giving, hubLeadsMeeting },
    ...{ removedNote, removedContribution },
    hubNote: await add('hubNotes', note),
    hubContribution: await add('hubContributions', hosted),
    resourceFile: await add('resourceFiles', {
      ...file,
      ...{ resourceId: of.resource, content: Buffer.from('x'), addedBy: null },
    }),
  }
}

/** A meeting of the maths hub to which its lead belongs and nobody is invited yet, one left out; and the office’s feed. */
async function toCome({ groups, people }: World, tx: Writer) {
  const add = adding(tx)
  const at = { starts: '15:45', ends: '17:15', place: 'Ashmere', ref: null, importId: null }
  const plannedMeeting = await add('meetings', {
    ...at,
    title: 'Ratio',
    heldOn: day('2018-03-20'),
    status: 'planned',
  })
  await tx.insertInto('meetingGroups').values({ meetingId: plannedMeeting, groupId: groups.maths }).execute()
  const unsent = { uid: null, sequence: null, method: null, address: null, said: null, sentAt: null }
  const unanswered = { reply: null, replySequence: null, replyStamp: null, repliedAt: null }
  await add('invitations', {
    ...{ ...unsent, ...unanswered, wanted: false },
    ...{ meetingId: plannedMeeting, personId: people.ssig },
  })
  const secret = 'calendar-of-the-office-with-43-letters-in-x'
  const feed = await add('feedAddresses', {
    ...{ personId: people.coordinator, groupId: null, name: 'my telephone', secretDigest: digestOf(secret) },
    ...{ readAt: null, contentDigest: null, contentSince: null, revokedAt: null },
  })
  return { plannedMeeting, guest: people.hubLead, feed, feedFile: `${secret}.ics` }
}

/** Who served on and led the maths hub, none of them now; and three who are put forward, one for any group. */
async function ofGroups({ groups, members, people }: World, add: ReturnType<typeof adding>) {
  const ofMaths = { groupId: groups.maths, fromOn: day('2016-09-01'), toOn: day('2017-08-31') }
  const served = { ...ofMaths, personId: people.teacher, membershipId: members.ashmere, note: null }
  const led = { ...ofMaths, personId: people.teacher }
  const put = { membershipId: members.ashmere, nominatedBy: people.head, nominatedOn: spring }
  const nomination = await add('nominations', { ...put, personId: people.deputy, groupId: groups.maths })
  await add('nominations', { ...put, personId: people.deputy, groupId: null })
  await add('nominations', { ...put, personId: people.teacher, groupId: groups.maths })
  return {
    nomination,
    groupMember: await add('groupMembers', { ...served, part: 'member' }),
    removedMember: await add('groupMembers', { ...served, part: 'observer' }),
    formerLead: await add('groupLeads', led),
    removedLead: await add('groupLeads', led),
  }
}

/** Brindle Moor became an academy at the new year: one membership, a second URN. */
async function convert(tx: Writer, membershipId: number) {
  const [closed, opened] = [day('2017-12-31'), day('2018-01-01')]
  await sql`insert into schools (urn, name, short_name) values (990012, 'Brindle Moor Academy', 'Brindle Moor')`.execute(
    tx,
  )
  await tx
    .updateTable('membershipSchools')
    .set({ toOn: closed })
    .where('membershipId', '=', membershipId)
    .execute()
  const school = { membershipId, urn: 990012, fromOn: opened, toOn: null, importId: null }
  await tx.insertInto('membershipSchools').values(school).execute()
}

/** A passkey and an account elsewhere, by which this person may sign in. */
async function waysIn(tx: Writer, personId: number) {
  const passkey = 'cGFzc2tleQ'
  const device = { publicKey: Buffer.from('a key'), counter: 0, transports: null, backedUp: false }
  const mine = { personId, usedAt: null }
  await tx
    .insertInto('passkeys')
    .values({ id: passkey, name: 'My phone', ...device, ...mine })
    .execute()
  const account = { provider: 'https://accounts.example', subject: 's-7', address: null }
  const connection = await adding(tx)('connections', { ...account, ...mine })
  return { passkey, connection }
}

/** A draft of the next version, with a clause that nothing judges, out of which one was taken; another that was given up; and a text that was read. */
async function drafts({ by, db }: World) {
  const office = await by('coordinator')
  const draft = await beginDraft(office)
  const discardedDraft = await beginDraft(office)
  const [draftClause, removedClause] = (await clausesOf(db, draft)).map(({ id }) => id)
  await removeClause(office, draft, removedClause ?? 0)
  await addDraftClause(office, draft, { number: '49', part: null, words: 'We sing.', after: 0 })
  await discard(office, discardedDraft)
  const textRead = await readText(office, new File(['Compact\n\n1. We share.\n2. We give.'], 'compact.txt'))
  return { draft, draftClause, removedClause, discardedDraft, textRead }
}

/** The head of Ashmere signed on paper; the chair’s was recorded and removed; one substitute was taken back, another stands. */
async function signatures({ by, members, people }: World, versionId: number) {
  const office = await by('coordinator')
  const { ashmere } = members
  const paper = { versionId, signedOn: day('2017-10-02'), minute: null, minuteOn: null }
  const head = { ...paper, capacity: 'leadership', personId: people.head } as const
  const chair = { ...paper, capacity: 'governance', personId: people.chair } as const
  const paperSignature = await recordPaper(office, ashmere, head)
  const removedSignature = await recordPaper(office, ashmere, chair)
  await removePaper(office, { id: removedSignature, version: 1, membershipId: ashmere })
  const named = { capacity: 'governance', personId: people.governor, reason: 'On leave' } as const
  const substitute = await nameSubstitute(office, ashmere, named)
  await withdrawSubstitute(office, ashmere, substitute)
  const deputising = { capacity: 'leadership', personId: people.hubLead, reason: 'On leave' } as const
  await nameSubstitute(office, members.brindle, deputising)
  return { governance: 'governance', leadership: 'leadership', paperSignature, removedSignature, substitute }
}

/** Items of the maths hub’s meeting: one open, two confidential; of the first somebody is named and two had a copy. */
async function confided({ people }: World, tx: Writer, meetingId: number) {
  const add = adding(tx)
  const unasked = { followsId: null, stateReason: null, proposedBy: null, membershipId: null }
  const item = {
    ...unasked,
    meetingId,
    kind: 'report',
    title: 'A report',
    ownerId: null,
    minutes: null,
  } as const
  const plainItem = await add('agendaItems', { ...item, position: 101 })
  const itemId = await add('agendaItems', { ...item, position: 102, partB: true })
  const otherConfidedItem = await add('agendaItems', { ...item, position: 103, partB: true })
  const given = { reason: null, givenBy: null }
  await tx
    .insertInto('itemReaders')
    .values({ itemId, personId: people.ssig, may: true, ...given })
    .execute()
  const asked = { itemId, meetingId, confirmedAt: null, confirmedBy: null }
  await tx
    .insertInto('itemRecalls')
    .values([people.coordinator, people.teacher].map((personId) => ({ ...asked, personId })))
    .execute()
  return {
    plainItem,
    confidedItem: itemId,
    otherConfidedItem,
    namedReader: people.ssig,
    holder: people.teacher,
  }
}
