import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { day } from '../src/platform/day.ts'
import { type Address, Database } from '../src/platform/db.ts'
import { startEmbedded } from '../src/platform/embedded.ts'
import { migrate } from '../src/platform/migrate.ts'
import { accounts } from '../src/sign-in/accounts.ts'

export const today = day('2026-06-01')
export const clock = { now: () => new Date(`${today}T12:00:00Z`), today: () => today }
export const settings = {
  url: 'http://127.0.0.1',
  secret: 'a secret for benchmarks, long enough to be one',
  secure: false,
}

const schema = 'alliance'

/** A database of its own on a real PostgreSQL, empty but for its tables; it goes with the process. */
export async function ownDatabase() {
  const folder = mkdtempSync(path.join(tmpdir(), 'endeavour-bench-'))
  // The database runs as another user under root, who must be able to pass through.
  chmodSync(folder, 0o755)
  const embedded = await startEmbedded(folder)
  const connection = {
    host: embedded.host,
    port: embedded.port,
    user: embedded.user,
    database: embedded.database,
  }
  const address = { connection, schema }
  await migrate(address)
  process.once('exit', () => void embedded.stop())
  return { address, embedded, database: new Database(address) }
}

/** Fills a migrated, empty alliance with ten years of 25 schools. */
export async function recordTenYears({ connection, schema }: Address) {
  const options = `-c search_path=${schema},public`
  const owner = new pg.Client({ ...connection, options } as pg.ClientConfig)
  await owner.connect()
  await owner.query(TEN_YEARS)
  await owner.query('analyze')
  await owner.end()
}

/** Ten years of an alliance of 25 schools, and the session of a coordinator. */
export async function yearsOfRecords() {
  const { address, embedded, database } = await ownDatabase()
  await recordTenYears(address)
  const signing = accounts(database, settings)
  const cookie = await signing.open(await signing.tokenFor('office@alliance.example'))
  return { address, database, embedded, session: cookie?.split(';')[0] ?? '' }
}

const TEN_YEARS = `
insert into alliance (name, short_name) values ('Bench Learning Alliance', 'BLA');
insert into organisations (name, kind) values ('The office', 'office');
insert into schools (urn, name, short_name, type) select 990000 + i, 'School number ' || i, 'School ' || i, 'Community school' from generate_series(1, 25) i;
insert into memberships (joined_on) select '2016-09-01' from generate_series(1, 25);
insert into membership_schools (membership_id, urn, from_on) select i, 990000 + i, '2016-09-01' from generate_series(1, 25) i;
insert into people (name, email, ref) select 'Person number ' || i, case when i = 1 then 'office' else 'p' || i end || '@alliance.example', 'p' || i from generate_series(1, 800) i;
insert into posts (person_id, organisation_id, post, from_on) values (1, 1, 'coordinator', '2016-09-01');
insert into posts (person_id, membership_id, post, from_on) select i, i % 25 + 1, 'teacher', '2016-09-01' from generate_series(2, 800) i;
insert into groups (name, kind, subject) select 'Hub ' || i, case i when 1 then 'board' when 2 then 'hub leads' when 3 then 'panel' else 'hub' end, 'Subject' from generate_series(1, 18) i;
insert into meetings (title, held_on, status) select 'Meeting ' || i, date '2016-09-05' + (i * 364 * 10 / 800), 'held' from generate_series(1, 800) i;
insert into meeting_groups (meeting_id, group_id) select i, i % 18 + 1 from generate_series(1, 800) i;
insert into attendances (meeting_id, membership_id, urn, person_id, capacity) select m, s, 990000 + s, s + 24, 'representative' from generate_series(1, 800) m, generate_series(1, 25) s;
insert into support_visits (practitioner_id, from_membership_id, from_urn, to_membership_id, to_urn, visited_on, half, status, through_ssig)
  select 30 + i % 400, i % 25 + 1, 990001 + i % 25, (i + 7) % 25 + 1, 990001 + (i + 7) % 25, date '2016-09-05' + (i % 3640), case i % 2 when 0 then 'am' else 'day' end, 'done', i % 9 > 0
  from generate_series(1, 1300) i on conflict do nothing;
insert into courses (title, kind, ref) select 'Course ' || i, case i % 8 when 0 then 'conference' when 1 then 'rounds' else 'programme' end, 'c' || i from generate_series(1, 160) i;
insert into course_sessions (course_id, ref, held_on, status, host_membership_id) select c, 's' || s, date '2016-09-10' + (c * 364 * 10 / 165) + s * 7, 'held', c % 25 + 1 from generate_series(1, 160) c, generate_series(1, 4) s;
insert into participants (course_id, person_id, membership_id, urn, outcome) select c, 2 + (c * 37 + p) % 790, p % 25 + 1, 990001 + p % 25, 'attended' from generate_series(1, 160) c, generate_series(1, 50) p on conflict do nothing;
insert into schemes (name, kind, from_on, everyone) select 'Scheme ' || i, 'data service', date '2016-09-01' + i * 100, true from generate_series(1, 20) i;
insert into resources (title, kind, shared_on) select 'Resource ' || i, 'manual', date '2016-10-01' + i * 60 from generate_series(1, 60) i;
insert into packages (partner, title, subsidised, from_on, to_on) select 'Partner ' || i % 6, 'Package ' || i, true, date '2016-10-01' + i * 70, date '2016-10-01' + i * 70 + 200 from generate_series(1, 50) i;
insert into case_studies (title, theory_of_action, published_on, body) select 'Case study ' || i, 'If we read, then they read', date '2016-11-01' + i * 180, E'## The issue\n\nWords.\n\n## What was done\n\nMore words.\n\n## The impact\n\nLast words.' from generate_series(1, 20) i;
insert into reading_tests (membership_id, pupil, born_on, test, tested_on, reading_age, cohort)
  select y + 1, 'R' || p, make_date(2005 + y, 1, 1) + p, 'Star', case t when 0 then make_date(2016 + y, 9, 20) else make_date(2017 + y, 6, 20) end, 100 + p + t * (5 + p % 14), 'readers-' || (2016 + y)
  from generate_series(0, 9) y, generate_series(1, 24) p, generate_series(0, 1) t;
`
