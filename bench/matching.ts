/**
 * Two hundred requests matched together with four hundred practitioners, each of three areas of thirty-four, and then
 * each of all of them: read, weighed, solved and proven, and how long the process was held up meanwhile. Then one
 * request’s page, with ten years of visits behind it.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { day } from '../src/platform/day.ts'
import { Database, everything } from '../src/platform/db.ts'
import { requestsToMatch, weighing } from '../src/support/matching/suggestions/queries.ts'
import { suggest } from '../src/support/matching/suggestions/rules.ts'
import { solver } from '../src/support/matching/together/solver.ts'
import { workOut } from '../src/support/matching/together/work-out.ts'
import { ownDatabase } from './records.ts'

const today = day('2026-11-21')

const ALLIANCE = `
insert into alliance (name, short_name) values ('Bench Learning Alliance', 'BLA');
insert into schools (urn, name, short_name, type, postcode) select 900000 + i, 'School number ' || i, 'School ' || i, 'Community school',
  'LA' || i % 9 + 1 || ' ' || i % 10 || 'AA' from generate_series(1, 60) i;
insert into memberships (joined_on) select '2016-09-01' from generate_series(1, 60);
insert into membership_schools (membership_id, urn, from_on) select i, 900000 + i, '2016-09-01' from generate_series(1, 60) i;
insert into calendars (name, is_default) values ('The council’s', true);
insert into calendar_dates (calendar_id, kind, from_on, to_on) values
  (1, 'term', '2026-09-02', '2026-12-18'), (1, 'term', '2027-01-04', '2027-03-25'), (1, 'term', '2027-04-12', '2027-07-21');
insert into people (name, email) select 'Practitioner ' || i, 'p' || i || '@alliance.example' from generate_series(1, 400) i;
insert into posts (person_id, membership_id, post, from_on) select i, i % 60 + 1, 'practitioner', '2016-09-01' from generate_series(1, 400) i;
insert into practitioners (person_id, membership_id, accepted_at) select i, i % 60 + 1, now() from generate_series(1, 400) i;
insert into practitioner_expertise (practitioner_id, area_id, phase) select distinct i, (i * 7 + k * 11) % 34 + 1,
  case k when 0 then 'key stage 4' else 'whole school' end from generate_series(1, 400) i, generate_series(0, 2) k on conflict do nothing;
insert into practitioner_times (practitioner_id, weekday, half) select i, (i + k) % 5 + 1, case k % 2 when 0 then 'am' else 'pm' end
  from generate_series(1, 400) i, generate_series(0, 3) k on conflict do nothing;
insert into practitioner_offers (practitioner_id, year, half_days) select i, y, 6 + i % 13 from generate_series(1, 400) i, generate_series(2017, 2026) y;
insert into practitioner_vouchings (practitioner_id, vouched_on, evidence) select i, '2026-09-10', 'Seen' from generate_series(1, 400) i;
insert into deployments (to_membership_id, to_urn, area_id, phase, need, outcome_hoped, urgency, wanted_from, wanted_to, half_days_wanted, year, state,
    practitioner_id, from_membership_id, from_urn, half_days_agreed, closed_on)
  select (i + 7) % 60 + 1, 900000 + (i + 7) % 60 + 1, i % 34 + 1, 'key stage 4', 'Need', 'Outcome', 'this term', make_date(y, 10, 1), make_date(y + 1, 5, 1), 6, y,
    'signed off', i, i % 60 + 1, 900000 + i % 60 + 1, 6, make_date(y + 1, 6, 1) from generate_series(1, 200) i, generate_series(2017, 2025) y;
insert into support_visits (practitioner_id, from_membership_id, from_urn, to_membership_id, to_urn, visited_on, half, status, through_ssig, deployment_id)
  select practitioner_id, from_membership_id, from_urn, to_membership_id, to_urn, wanted_from + 7 * k + 3, 'day', 'done', true, id
  from deployments, generate_series(0, 2) k;
insert into deployments (to_membership_id, to_urn, area_id, phase, need, outcome_hoped, urgency, wanted_from, wanted_to, half_days_wanted, year, state)
  select i % 60 + 1, 900000 + i % 60 + 1, i % 34 + 1, case i % 2 when 0 then 'key stage 4' else 'key stage 3' end, 'Need', 'Outcome',
    (array['this month', 'this term', 'this year'])[i % 3 + 1], date '2026-11-21' + i % 40, date '2027-01-20' + i % 60, 1 + i % 8, 2026, 'triaged' from generate_series(1, 200) i;
analyze;
`

const { address, embedded, database } = await ownDatabase()
const owner = new Database(address, true)
await owner.pool.query(ALLIANCE)
const db = database.reader(everything)

const timed = async <T>(work: () => Promise<T>) => {
  const started = performance.now()
  return { done: await work(), ms: performance.now() - started }
}

async function together(what: string) {
  const { done: read, ms } = await timed(async () => {
    const requests = await requestsToMatch(db)
    return { requests, weighed: await weighing(db, requests, { today }) }
  })
  const thread = solver()
  const held = monitorEventLoopDelay({ resolution: 5 })
  held.enable()
  const { done: result, ms: took } = await timed(() => workOut(read.requests, read.weighed, { thread }))
  held.disable()
  await thread.stop()
  const more = result.points - result.oneAfterAnother.points
  console.log(`${what}: read in ${ms.toFixed(0)} ms, weighed and solved in ${(took / 1000).toFixed(1)} s`)
  console.log(
    `  ${result.proposals.length} of ${read.requests.length} matched, ${result.best ? 'proven best' : 'not proven'}; ` +
      `one after another ${result.oneAfterAnother.matches}, ${more} points fewer`,
  )
  console.log(`  the process was held up for ${(held.max / 1e6).toFixed(0)} ms at most`)
}

await together('200 requests, 400 practitioners of three areas each')

const one = await timed(async () => {
  const requests = await requestsToMatch(db, [1801])
  const { candidates, context } = await weighing(db, requests, { today })
  return requests.map((request) => suggest(request, candidates, context))
})
console.log(
  `suggestions for one request: ${one.ms.toFixed(0)} ms, ${one.done[0]?.suggested.length ?? 0} suggested of 400`,
)

await owner.pool.query(
  `insert into practitioner_expertise (practitioner_id, area_id, phase) select i, a, 'whole school' from generate_series(1, 400) i, generate_series(1, 34) a on conflict do nothing`,
)
await together('the same where each could help in every area')

await owner.close()
await database.close()
await embedded.stop()
process.exit(0)
