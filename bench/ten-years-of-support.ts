import pg from 'pg'
import type { Address } from '../src/platform/db.ts'
import { today } from './records.ts'

type Recorded = {
  /** A school that is supported and supports, and its head. */
  school: number
  head: number
  /** A deployment that is under way, to that school. */
  deployment: number
  /** A request that waits for a match. */
  triaged: number
  /** All that wait, asked to be matched together; not worked out yet. */
  matching: number
}

/**
 * Puts term dates, practitioners, deployments with all that hangs on them, peer reviews and rounds to the ten years
 * recorded already; some 150 visits a year stand in place of those that were there.
 */
export async function recordSupport({ connection, schema }: Address): Promise<Recorded> {
  const options = `-c search_path=${schema},public`
  const owner = new pg.Client({ ...connection, options } as pg.ClientConfig)
  await owner.connect()
  await owner.query(SUPPORT)
  await owner.query('analyze')
  const { rows } = await owner.query<Recorded>(`
    select to_membership_id::integer as school, d.id::integer as deployment, person_id::integer as head,
      (select min(id) from deployments where state = 'triaged')::integer as triaged, (select max(id) from matchings)::integer as matching
    from deployments d join posts on posts.membership_id = to_membership_id and post = 'head' where state = 'active' order by d.id limit 1`)
  await owner.end()
  return rows[0] as Recorded
}

/** Twenty deployments a year of four visits each, practitioner by practitioner; 70 visits a year without one. */
const SUPPORT = `
delete from support_visits;
update schools set postcode = 'LA' || urn % 9 + 1 || ' ' || urn % 10 || 'AA';
insert into posts (person_id, membership_id, post, from_on) select i, i % 25 + 1, case when i < 27 then 'head' else 'deputy' end, '2016-09-01' from generate_series(2, 51) i;
update groups set kind = 'ssig' where id = 4;
insert into group_members (group_id, person_id, membership_id, part, from_on) select 4, i, i % 25 + 1, 'member', '2016-09-01' from generate_series(200, 207) i;
insert into calendars (name, is_default) select case i when 0 then 'Common' else 'School ' || i end, i = 0 from generate_series(0, 25) i;
insert into calendar_memberships (calendar_id, membership_id) select i + 1, i from generate_series(1, 25) i;
insert into calendar_dates (calendar_id, kind, from_on, to_on)
  select c, kind, make_date(y + later, month, from_day + c % shifts), make_date(y + later, to_month, to_day)
  from generate_series(1, 26) c, generate_series(2016, 2026) y, (values
    ('term', 0, 9, 2, 3, 12, 19), ('inset', 0, 9, 2, 1, 9, 2), ('half-term', 0, 10, 24, 1, 10, 28), ('term', 1, 1, 4, 3, 3, 28),
    ('half-term', 1, 2, 14, 2, 2, 20), ('term', 1, 4, 13, 3, 7, 21), ('half-term', 1, 5, 25, 1, 5, 29)) as dates (kind, later, month, from_day, shifts, to_month, to_day);
insert into support_pledges (membership_id, year, half_days, said_by) select m, y, 16 + m % 8, m + 1 from generate_series(1, 25, 2) m, generate_series(2016, 2026) y;

insert into posts (person_id, membership_id, post, from_on) select 99 + p, (99 + p) % 25 + 1, 'practitioner', '2016-09-01' from generate_series(1, 60) p;
insert into practitioners (person_id, membership_id, profile, nominated_by, nominated_at, accepted_by, accepted_at)
  select 99 + p, (99 + p) % 25 + 1, 'Has led the department for years and opened it to other schools.', 2, '2016-09-05', 200, '2016-09-12' from generate_series(1, 60) p;
insert into practitioner_expertise (practitioner_id, area_id, phase) select p, (p * 7 + j * 11) % 34 + 1, case j when 0 then 'key stage 4' else 'whole school' end
  from generate_series(1, 60) p, generate_series(0, 2) j;
insert into practitioner_times (practitioner_id, weekday, half) select p, (p + j) % 5 + 1, case j % 2 when 0 then 'am' else 'pm' end from generate_series(1, 40) p, generate_series(0, 3) j;
insert into practitioner_away (practitioner_id, from_on, to_on) select p, make_date(y, 11, 3) + p % 20, make_date(y, 11, 7) + p % 20 from generate_series(1, 60, 3) p, generate_series(2025, 2026) y;
insert into practitioner_offers (practitioner_id, year, half_days) select p, y, 10 + p % 5 from generate_series(1, 60) p, generate_series(2016, 2026) y;
insert into practitioner_vouchings (practitioner_id, vouched_by, vouched_on, evidence) select p, 2 + p % 25, make_date(y, 9, 10), 'Their results, seen by other schools.' from generate_series(1, 60) p, generate_series(2016, 2025) y;
insert into practitioner_interests (practitioner_id, membership_id, kind, said_by) select p, p % 25 + 1, 'close relation', 99 + p from generate_series(1, 60, 4) p;

insert into deployments (to_membership_id, to_urn, area_id, phase, need, outcome_hoped, urgency, wanted_from, wanted_to, half_days_wanted, contact_id, requested_by,
    requested_at, answer_due, answered_at, year, state, practitioner_id, from_membership_id, from_urn, half_days_agreed, closed_on, evaluation_due)
  select (m + 6) % 25 + 1, 990001 + (m + 6) % 25, p * 7 % 34 + 1, 'key stage 4', repeat('Fewer pupils than hoped can do it by the summer. ', 4), repeat('They can. ', 8),
    'this term', starts, starts + 60, 4, 300 + k, 2, starts - 40, starts - 30, starts - 33, y, state, p, m, 990000 + m, 4,
    case when state in ('signed off', 'evaluated', 'closed') then starts + 60 end, case when state in ('signed off', 'evaluated', 'closed') then starts + 80 end
  from generate_series(2016, 2025) y, generate_series(0, 19) k, lateral (select (k * 3 + y) % 60 + 1 as p) one, lateral (select (99 + p) % 25 + 1 as m) other,
    lateral (select case when y < 2025 or k < 6 then 'signed off' when k < 8 then 'evaluated' when k < 10 then 'closed' when k < 16 then 'active'
      when k < 17 then 'agreed' when k < 18 then 'released' else 'matched' end as state) stands,
    lateral (select case when y = 2025 and k > 9 then date '2026-04-20' + k else make_date(y, 9, 20) + k * 5 end as starts) begins;
insert into support_visits (practitioner_id, from_membership_id, from_urn, to_membership_id, to_urn, visited_on, half, status, through_ssig, deployment_id, purpose, subject)
  select 99 + practitioner_id, from_membership_id, from_urn, to_membership_id, to_urn, day, case j % 2 when 0 then 'am' else 'pm' end,
    case when day > '${today}' then 'planned' else 'done' end, true, d.id, 'To look at lessons together', 'Support'
  from deployments d, generate_series(0, 3) j, lateral (select date_trunc('week', wanted_from + 14 * j)::date + d.id::integer % 5 as day) days where state not in ('matched', 'released', 'agreed');
insert into support_visits (practitioner_id, from_membership_id, from_urn, to_membership_id, to_urn, visited_on, half, status, through_ssig, subject)
  select 99 + p, m, 990000 + m, (m + 9) % 25 + 1, 990001 + (m + 9) % 25, day, case k % 3 when 0 then 'day' else 'am' end,
    case when day > '${today}' then 'planned' when k % 23 = 0 then 'cancelled on the day by host' else 'done' end, k % 9 > 0, 'Moderation'
  from generate_series(2016, 2025) y, generate_series(0, 69) k, lateral (select (k % 20 * 3 + 1 + y) % 60 + 1 as p) one, lateral (select (99 + p) % 25 + 1 as m) other,
    lateral (select date_trunc('week', make_date(y, 9, 10) + k * 4)::date + k % 5 as day) days;
insert into visit_notes (visit_id, met, done, next, written_by, written_at, noted_on)
  select id, 'The subject leader', repeat('Looked at work of two classes together, and at what was asked of them. ', 5), 'Bring the next unit.', practitioner_id, visited_on, visited_on
  from support_visits where deployment_id is not null and status = 'done';
insert into visit_holds (visit_id, person_id, sequence, method, said) select v.id, person, 0, 'REQUEST', 'said' from support_visits v, lateral (values (practitioner_id), (to_membership_id + 1)) as told (person) where deployment_id is not null;
insert into deployments (to_membership_id, to_urn, area_id, phase, need, outcome_hoped, urgency, wanted_from, wanted_to, half_days_wanted, contact_id, requested_by, requested_at, answer_due, year, state)
  select i % 25 + 1, 990001 + i % 25, i * 7 % 34 + 1, 'key stage 4', repeat('Fewer pupils than hoped can do it by the summer. ', 4), repeat('They can. ', 8),
    (array['this month', 'this term', 'this year'])[i % 3 + 1], date '2026-06-08' + i, date '2026-07-01' + i % 20, 1 + i % 3, 300 + i, 2 + i % 25, date '2026-05-10' + i % 20, '2026-06-10', 2025,
    case i % 2 when 0 then 'triaged' else 'requested' end from generate_series(0, 29) i;
insert into deployment_moves (deployment_id, number, from_state, to_state, moved_by, moved_at)
  select d.id, n, case when n > 1 then path[n - 1] end, path[n], 2 + n, requested_at + n * interval '5 days'
  from deployments d, lateral (select array['requested', 'triaged', 'matched', 'released', 'agreed', 'active', 'closed', 'evaluated', 'signed off'] as path) all_of, generate_series(1, 9) n
  where n <= array_position(path, state);
insert into revisions (table_name, row_id, version, before, changed_by, changed_at)
  select 'deployments', deployment_id, number, to_jsonb(d) || jsonb_build_object('state', from_state), moved_by, moved_at
  from deployment_moves join deployments d on d.id = deployment_id where number > 1;
insert into deployment_choices (deployment_id, practitioner_id, suggested_id, suggestions, chosen_by, chosen_at)
  select id, practitioner_id, practitioner_id, (select jsonb_agg(jsonb_build_object('practitionerId', j, 'name', 'Person number ' || j, 'school', 'School ' || j % 25 + 1, 'score', 90 - j,
    'reasons', jsonb_build_array(jsonb_build_object('factor', 'expertise', 'points', 35, 'says', 'Accepted for it at key stage 4'), jsonb_build_object('factor', 'dates', 'points', 20, 'says', 'Free on all of the days'))))
    from generate_series(1, 5) j), 200, requested_at + interval '7 days' from deployments where practitioner_id is not null;
insert into deployment_agreements (deployment_id, round, words, digest) select id, 1, repeat('What the three parties agree. ', 60), md5(id::text) from deployments where state not in ('requested', 'triaged', 'matched');
insert into deployment_signatures (deployment_id, round, capacity, person_id, name, title, school_name, proof, digest, statement, seal, certificate)
  select id, 1, capacity, signs, 'Person number ' || signs, 'Headteacher', 'School', 'code', md5(id::text), repeat('I agree. ', 30), '\\x00', '\\x00'
  from deployments, lateral (values ('supported head', to_membership_id + 1), ('supporting head', from_membership_id + 1), ('practitioner', 99 + practitioner_id)) as parties (capacity, signs)
  where state not in ('requested', 'triaged', 'matched', 'released');
insert into deployment_plans (deployment_id, priorities, measures, agreed_by) select id, repeat('What is worked on first. ', 4), repeat('What will be seen. ', 4), 99 + practitioner_id from deployments where state not in ('requested', 'triaged', 'matched', 'released', 'agreed');
insert into deployment_reviews (deployment_id, working, appropriate, reviewed_by) select deployment_id, 'yes', 'yes', agreed_by from deployment_plans where deployment_id % 2 = 0;
insert into evaluations (deployment_id, reach, reaction, practice, evidence, impact, outcome, would_recommend, evaluated_by, evaluated_at)
  select id, 'Six teachers and their classes', repeat('They valued it. ', 5), repeat('They plan together now. ', 5), 'Books and a survey', repeat('More pupils can do it. ', 5),
    (array['met', 'partly met', 'too early', 'met'])[id % 4 + 1], true, to_membership_id + 1, closed_on + 15 from deployments where state in ('evaluated', 'signed off');
insert into outcome_checks (deployment_id, due_on, asked_at, outcome, evidence, checked_by, checked_at)
  select deployment_id, (evaluated_at + interval '90 days')::date, evaluated_at, case when evaluated_at < '2026-01-01' then 'met' end, case when evaluated_at < '2026-01-01' then 'Books' end,
    evaluated_by, case when evaluated_at < '2026-01-01' then evaluated_at + interval '95 days' end from evaluations where outcome = 'too early';
insert into evaluation_reminders (deployment_id, person_id, sent_on) select id, to_membership_id + 1, evaluation_due - 3 from deployments where closed_on is not null;
insert into matchings (asked_by, asked) select 200, jsonb_build_object('deploymentIds', (select jsonb_agg(id) from deployments where state = 'triaged'), 'weights', '{}'::jsonb);

insert into review_clusters (name, year, begun_at) select 'Cluster ' || n, y, make_date(y, 9, 20) from generate_series(2016, 2025) y, generate_series(1, 6) n;
insert into review_cluster_members (cluster_id, year, membership_id, champion_id) select c.id, c.year, (right(c.name, 1)::integer * 4 + s + c.year) % 25 + 1, 60 + s from review_clusters c, generate_series(1, 4) s;
insert into peer_reviews (cluster_id, host_membership_id, state, focus, visit_from, visit_to, leader_id, visited_at, reported_at, workshop_on, follow_up_on)
  select cluster_id, membership_id, case when over then 'followed up' else 'planned' end, 'Talk in lessons', starts, starts + 1, membership_id + 26,
    case when over then starts + 2 end, case when over then starts + 20 end, case when over then starts + 40 end, case when over then starts + 120 end
  from review_cluster_members m, lateral (select make_date(year, 10, 5) + (m.id % 4)::integer * 28 as starts) begins, lateral (select year < 2025 as over) stands;
insert into peer_reviewers (review_id, person_id, membership_id, leads, declared_at) select r.id, m.membership_id + 1, m.membership_id, row_number() over (partition by r.id order by m.id) = 1, visit_from - 10
  from peer_reviews r join review_cluster_members m on m.cluster_id = r.cluster_id and m.membership_id <> r.host_membership_id;
insert into peer_review_texts (review_id, part, section, words, written_by) select id, part, section, repeat('What was found. ', 20), 2
  from peer_reviews, (values ('self-review'), ('report')) parts (part), (values ('leadership'), ('provision'), ('additional needs')) sections (section) where state = 'followed up';
insert into rounds (host_membership_id, title, problem, visit_on, lead_id, state, theory_if, theory_then, return_on, returned_words, returned_at)
  select (y * 6 + n) % 25 + 1, 'Talk in lessons ' || n, repeat('Pupils answer in one word. ', 4), make_date(y, 10, 3) + n * 28, 2 + (y * 6 + n) % 25, case when y < 2025 then 'returned' else 'debriefed' end,
    'If pupils talk first', 'then they write better', make_date(y + 1, 6, 20), case when y < 2025 then 'They talk more.' end, case when y < 2025 then make_date(y + 1, 6, 20) end
  from generate_series(2016, 2025) y, generate_series(1, 6) n;
insert into round_visitors (round_id, person_id, membership_id) select id, 2 + (id * 3 + j) % 50, (2 + (id * 3 + j) % 50) % 25 + 1 from rounds, generate_series(1, 8) j;
insert into round_rooms (round_id, code, year_group, subject) select id, 'Room ' || j, 'Year ' || 6 + j, 'English' from rounds, generate_series(1, 4) j;
insert into round_notes (round_id, room_id, person_id, words) select v.round_id, r.id, v.person_id, repeat('Pupils turn to one another. ', 4) from round_visitors v join round_rooms r on r.round_id = v.round_id;
insert into round_stages (round_id, stage, words, agreed_by, agreed_at) select id, stage, repeat('What we saw. ', 10), 2, now() from rounds, unnest(array['description', 'analysis', 'prediction', 'next level']) with ordinality as s (stage, n) order by id, n;
insert into round_patterns (round_id, words, written_by) select id, 'Pupils talk', 2 from rounds, generate_series(1, 3);
`
