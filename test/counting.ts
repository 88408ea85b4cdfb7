import type { World } from './world.ts'

/** What the database answers, asked in its own words. */
export const query = async <Row>(w: World, text: string, values: unknown[] = []): Promise<Row[]> =>
  (await w.database.pool.query(text, values)).rows

/** What these schools chose, each by name. */
export const votesOf = (w: World, ballot: number, chosen: [membership: number, choice: string][]) =>
  query(
    w,
    `insert into votes (ballot_id, membership_id, choice, how, recorded_by)
     select $1, m, c, 'hands', $4 from unnest($2::bigint[], $3::text[]) as v (m, c)`,
    [ballot, chosen.map(([id]) => id), chosen.map(([, choice]) => choice), w.people.coordinator],
  )
