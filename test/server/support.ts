import type { Pool } from 'pg'
import { academicYearOf, addDays, type Day, dayInLondon } from '../../src/platform/day.ts'

export const now = dayInLondon(new Date())

/** People of the year’s schools who may support others in maths, each offered so many half-days of this year. */
export async function supporters(pool: Pool, many: number, halfDays: number): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    `with chosen as (
      select distinct on (person_id) person_id, membership_id from posts join memberships m on m.id = membership_id
        where left_on is null and post in ('teacher', 'middle leader', 'senior leader', 'practitioner') order by person_id limit $1
    ), made as (
      insert into practitioners (person_id, membership_id, accepted_at) select person_id, membership_id, now() from chosen returning id
    ), skilled as (
      insert into practitioner_expertise (practitioner_id, area_id, phase)
        select made.id, support_areas.id, 'whole school' from made, support_areas where name = 'Maths'
    )
    insert into practitioner_offers (practitioner_id, year, half_days) select id, $2, $3 from made returning practitioner_id as id`,
    [many, academicYearOf(now), halfDays],
  )
  return rows.map(({ id }) => Number(id))
}

export const offer = (pool: Pool, halfDays: number) =>
  pool.query('update practitioner_offers set half_days = $1', [halfDays])

/** A school that nobody who supports others comes from, with its head; gives its membership. */
export async function supportedSchool(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(`
    with school as (
      insert into schools (urn, name, short_name) values (993001, 'Asking School', 'Asking') returning urn
    ), member as (insert into memberships (joined_on) values ('2015-09-01') returning id
    ), borne as (
      insert into membership_schools (membership_id, urn, from_on) select id, urn, '2015-09-01' from member, school
    ), head as (
      insert into people (name, email) values ('Head of Asking', 'head@asking.example') returning id
    ), holding as (
      insert into posts (person_id, membership_id, post, from_on) select head.id, member.id, 'head', '2015-09-01' from head, member
    )
    select id from member`)
  return Number(rows[0]?.id)
}

const REQUESTS = `
  with asked as (
    insert into deployments (state, to_membership_id, to_urn, area_id, phase, need, outcome_hoped, urgency, wanted_from, wanted_to,
        half_days_wanted, year, practitioner_id, from_membership_id, from_urn, half_days_agreed)
    select $2, $3, 993001, a.id, 'whole school', 'Need', 'Outcome', 'this year', $4, $5, 2, $6, p.id, p.membership_id,
      case when p.id is not null then (select urn from members where id = p.membership_id) end, case when p.id is not null then $8::int end
    from support_areas a cross join generate_series(1, $1) n left join practitioners p on p.id = $7 where a.name = 'Maths' returning id
  )
  insert into deployment_moves (deployment_id, number, to_state) select id, 1, $2 from asked returning deployment_id as id`

type Asked = { state: string; school: number; practitioner?: number; halfDays?: number }

/** So many requests of a school, in this state; with a practitioner where one is named. */
export async function requests(pool: Pool, many: number, given: Asked): Promise<number[]> {
  const { state, school, practitioner = null, halfDays = 2 } = given
  const asked = [many, state, school, now, addDays(now, 200), academicYearOf(now), practitioner, halfDays]
  const { rows } = await pool.query<{ id: number }>(REQUESTS, asked)
  return rows.map(({ id }) => Number(id))
}

/** A planned visit of a running deployment on this day. */
export async function planned(pool: Pool, deployment: number, on: Day): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    `insert into support_visits (deployment_id, practitioner_id, from_membership_id, from_urn, to_membership_id, to_urn, visited_on, half,
        status, through_ssig)
      select d.id, p.person_id, d.from_membership_id, d.from_urn, d.to_membership_id, d.to_urn, $2, 'am', 'planned', true
      from deployments d join practitioners p on p.id = d.practitioner_id where d.id = $1 returning id`,
    [deployment, on],
  )
  return Number(rows[0]?.id)
}

/** Whatever of support is there by half, or does not add up, whoever wrote it. */
export async function halvesOfSupport(pool: Pick<Pool, 'query'>): Promise<string[]> {
  const { rows } = await pool.query<{ what: string }>(`
    select 'deployment ' || d.id || ' stands at ' || d.state || ', its last step at ' || coalesce(m.to_state, 'none') as what
      from deployments d left join lateral (select to_state from deployment_moves where deployment_id = d.id order by number desc limit 1) m on true
      where d.state is distinct from m.to_state
    union all
    select 'visit ' || v.id || ' is done without a note, or noted and not done' from support_visits v left join visit_notes n on n.visit_id = v.id
      where v.deployment_id is not null and (v.status = 'done') <> (n.id is not null)
    union all
    select 'practitioner ' || o.practitioner_id || ' is bound for more than was offered' from practitioner_offers o
      where half_days_bound(o.practitioner_id, o.year) > o.half_days`)
  return rows.map(({ what }) => what)
}

/** What each of these would look like, for a test of the check itself. */
export const spoilt: Record<string, string> = {
  'a step left out': `update deployments set state = 'paused' where id = (select min(id) from deployments where state = 'active')`,
  'a note lost': `delete from visit_notes where id = (select min(id) from visit_notes)`,
  'an offer taken back': `update practitioner_offers set half_days = 0`,
}
