import { sql } from 'kysely'
import { voteLink } from '../../src/ballots/votes/token.ts'
import { STOP_PATH } from '../../src/digest/rules.ts'
import { stopToken } from '../../src/digest/token.ts'
import { deputyLink } from '../../src/meetings/seats/token.ts'
import { linksIn, routeAt } from '../forms.ts'
import { secret } from '../world.ts'
import { tellingMoney } from './money.ts'
import type { Reader, Site } from './site.ts'
import { tellingSupport } from './support.ts'
import { tellingTogether } from './together.ts'

export type Step = {
  /** The app's own pattern for this address, such as `/people/:id`. */
  route: string
  path: string
  /** The page that led here. */
  from: string
}

/** Opens one page and gives the addresses that it leads to, as they stand in it. */
type Open = (step: Step) => Promise<string[]>

/**
 * Follows the links of the site from its front page on, opening one page of each kind: a kind is a route with
 * the questions in its address. `first` are pages to open whatever else there is of their kind.
 */
export async function walk({ app, url }: Site, open: Open, first: string[] = []) {
  const kinds = new Set<string>()
  const queue = [...first, '/'].map((path) => ({ path, from: 'the address bar' }))
  for (const [i, { path, from }] of queue.entries()) {
    const { pathname, searchParams } = new URL(path, url)
    const route = routeAt(app, 'GET', pathname) ?? pathname
    const kind = [route, ...[...searchParams.keys()].sort()].join(' ')
    if (kinds.has(kind) && i >= first.length) continue
    kinds.add(kind)
    for (const href of await open({ route, path, from })) {
      const to = new URL(href, url + path)
      if (to.origin === url) queue.push({ path: to.pathname + to.search, from: path })
    }
  }
}

export type PageFound = Step & { html: string }

/**
 * The telling pages and these, and one page of every other route that this reader comes to: of those that were opened,
 * the one with the most on it.
 */
export async function pagesOf(site: Site, reader: Reader, these: string[] = []): Promise<PageFound[]> {
  const first = [...(await telling(site)), ...these]
  const found = new Map<string, PageFound>()
  const cookie = (await site.cookies(reader)).map(({ name, value }) => `${name}=${value}`).join()
  const open: Open = async (step) => {
    const answer = await fetch(site.url + step.path, { headers: { cookie }, redirect: 'manual' })
    const html = await answer.text()
    if (answer.status !== 200 || !answer.headers.get('content-type')?.startsWith('text/html')) return []
    const key = first.includes(step.path) ? step.path : step.route
    if (html.length > (found.get(key)?.html.length ?? 0)) found.set(key, { ...step, html })
    return linksIn(html)
  }
  await walk(site, open, first)
  return [...found.values()]
}

type Telling = Record<
  | 'held'
  | 'person'
  | 'gone'
  | 'converted'
  | 'broughtIn'
  | 'faulty'
  | 'taught'
  | 'takenAway'
  | 'proposed'
  | 'clause'
  | 'asked'
  | 'now'
  | 'agenda'
  | 'confided'
  | 'proposedItem'
  | 'minuted'
  | 'approved'
  | 'chaired'
  | 'briefed'
  | 'taken'
  | 'resource'
  | 'nominated'
  | 'offered'
  | 'withNotes'
  | 'head'
  | 'voted'
  | 'serving'
  | 'inTurn'
  | 'voter'
  | 'voting'
  | 'school',
  number
> & {
  cohort: string
}

/** The votes that were prepared, each of which is at another point. */
async function votes({ db }: Site): Promise<number[]> {
  const rows = await db.selectFrom('ballots').select('id').orderBy('id', 'desc').limit(20).execute()
  return rows.map(({ id }) => id)
}

/** Pages on which there is more than on others of their kind, so that everything leads from them that can. */
export async function telling(site: Site): Promise<string[]> {
  const { db } = site
  const ballots = await votes(site)
  const together = [
    ...(await tellingTogether(db)),
    ...(await tellingSupport(db)),
    ...(await tellingMoney(db)),
  ]
  const { rows } = await sql<Telling>`select
    (select meeting_id from attendances order by id desc limit 1) as held,
    (select min(id) from people) as person,
    (select min(id) from memberships where left_on is not null) as gone,
    (select membership_id from membership_schools group by 1 having count(*) > 1 limit 1) as converted,
    (select min(id) from imports where state = 'applied') as brought_in,
    (select min(id) from imports where state = 'faulty') as faulty,
    (select course_id from participants order by id desc limit 1) as taught,
    (select row_id from revisions where table_name = 'reading_tests' limit 1) as taken_away,
    (select min(id) from proposals where outcome is null) as proposed,
    (select min(clause_id) from proposals where outcome is null) as clause,
    (select min(id) from clause_questions where answer is null and kind = 'question') as asked,
    (select id from meetings where door_code is not null) as now,
    (select meeting_id from agenda_items where state = 'proposed' order by id desc limit 1) as agenda,
    (select max(id) from agenda_items where part_b) as confided,
    (select max(id) from agenda_items where state = 'proposed') as proposed_item,
    (select max(item_id) from papers where size is not null) as minuted,
    (select min(meeting_id) from minutes where state = 'approved') as approved,
    (select meeting_id from minutes where state = 'with the chair') as chaired,
    (select meeting_id from briefings order by id desc limit 1) as briefed,
    (select min(id) from meeting_actions where closed_on is null) as taken,
    (select max(resource_id) from resource_files) as resource,
    (select max(id) from nominations where outcome is null and group_id is not null) as nominated,
    (select max(id) from nominations where outcome is null and group_id is null) as offered,
    (select min(group_id) from hub_notes) as with_notes,
    (select named_by from deputy_namings limit 1) as head,
    (select membership_id from deputy_namings limit 1) as school,
    (select cohort from reading_tests order by id desc limit 1) as cohort,
    (select min(id) from groups where kind = 'panel') as in_turn,
    (select group_id from group_members where part = 'chair' order by id desc limit 1) as serving,
    (select ballot_id from ballot_electors e join ballots b on b.id = ballot_id
      where question = 'That buses are shared' order by e.membership_id limit 1) as voted,
    (select e.membership_id from ballot_electors e join ballots b on b.id = ballot_id
      where question = 'That buses are shared' order by e.membership_id limit 1) as voter,
    (select person_id from posts where post = 'head' and to_on is null and membership_id = (
      select e.membership_id from ballot_electors e join ballots b on b.id = ballot_id
      where question = 'That buses are shared' order by e.membership_id limit 1) limit 1) as voting`.execute(
    db,
  )
  return rows.flatMap((one) => [
    `/meetings/${one.held}`,
    `/meetings/${one.now}`,
    `/meetings/${one.now}/register`,
    `/meetings/${one.now}/here`,
    `/meetings/${one.now}/minutes`,
    `/meetings/${one.now}/items/${one.confided}`,
    `/meetings/${one.now}/items/${one.minuted}`,
    // A button of the minutes leads there, once they are saved.
    `/meetings/${one.now}/minutes/${one.minuted}/decision`,
    `/meetings/${one.now}/minutes/${one.minuted}/action`,
    `/meetings/${one.agenda}`,
    `/meetings/${one.agenda}/agenda`,
    `/meetings/${one.agenda}/items/${one.proposedItem}`,
    `/meetings/${one.approved}/minutes`,
    `/meetings/${one.approved}/editions`,
    `/meetings/${one.chaired}/minutes`,
    `/meetings/${one.briefed}`,
    `/meetings/actions/${one.taken}`,
    ...ballots.map((id) => `/ballots/${id}`),
    ...together,
    `/groups/${one.serving}`,
    `/groups/${one.inTurn}`,
    `/hubs/${one.withNotes}`,
    `/library/${one.resource}`,
    `/groups/nominations/${one.nominated}/decline`,
    `/groups/nominations/${one.offered}/appoint`,
    `/members/${one.gone}`,
    `/members/${one.converted}`,
    `/imports/${one.broughtIn}`,
    `/imports/${one.faulty}`,
    `/learning/${one.taught}/participants`,
    `/reading/${one.cohort}/pupils`,
    `/reading/tests/${one.takenAway}/restore`,
    `/agreement/proposals/${one.proposed}`,
    `/agreement/proposals/new?clause=${one.clause}`,
    `/agreement/questions/${one.asked}`,
    '/standing/terms/hubMeetings',
    '/review/2016-17',
    '/sign-in/sent',
    '/sign-in/link?token=none',
    // These stand in mail alone.
    `${STOP_PATH}?token=${stopToken(secret, one.person)}`,
    voteLink({ url: '', secret }, { personId: one.voting, membershipId: one.voter, ballotId: one.voted }),
    deputyLink({ url: '', secret }, { personId: one.head, membershipId: one.school, meetingId: one.now }),
  ])
}
