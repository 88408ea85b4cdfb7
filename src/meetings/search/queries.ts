import { type RawBuilder, sql } from 'kysely'
import { isSeen } from '../../groups/queries.ts'
import { type GroupsSeen, groupsSeen } from '../../groups/rules.ts'
import { type AcademicYear, type Day, firstDay, lastDay } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import { isOffice, type Who } from '../../platform/who.ts'
import { MARK } from './rules.ts'
import type { Source } from './tables.ts'

export type SearchFilter = {
  words: string | null
  year: AcademicYear | null
  group: number | null
  source: Source | null
}

export type Found = {
  source: Source
  rowId: number
  meetingId: number
  itemId: number | null
  partB: boolean
  meeting: string
  heldOn: Day
  /** What it is called, and where in it the words were found. */
  title: string
  snippet: string
}

/** The meetings to look in, with what of each these eyes may see: the office keeps every one. */
function meetingsAsked(who: Who, { year, group }: Partial<SearchFilter>): RawBuilder<unknown> {
  const asked = [sql`true`]
  if (year != null) asked.push(sql`m.held_on between ${firstDay(year)} and ${lastDay(year)}`)
  if (group != null)
    asked.push(sql`exists (select from meeting_groups g where g.meeting_id = m.id and g.group_id = ${group})`)
  const kept = isOffice(who) ? sql`true` : sql`m.id in (select kept_meetings())`
  return sql`select m.id, m.title, m.held_on, ${kept} as kept, ${isSeenBy(groupsSeen(who))} as seen,
      m.agenda_issued_at is not null as issued, coalesce(state not in ('writing', 'with the chair'), false) as circulated
    from meetings m left join minutes on minutes.meeting_id = m.id where ${sql.join(asked, sql` and `)}`
}

const isSeenBy = (seen: GroupsSeen) =>
  seen === 'all'
    ? sql`true`
    : sql`m.id in (select meeting_id from meeting_groups join groups on groups.id = group_id where ${isSeen(seen)})`

/**
 * Of a meeting that somebody sees: its agenda once it was sent, its minutes once circulated, decisions and actions at
 * once; of any meeting, what they keep, propose or are named to read, but for minutes that have not been circulated.
 */
const isOut = sql<boolean>`(m.kept or (source <> 'minute' or m.circulated) and (i.proposed_by = viewer_person()
  or i.id in (select item_id from item_readers where person_id = viewer_person() and may)
  or (m.seen and (source not in ('item', 'paper') or i.state = 'accepted' and m.issued))))
  and coalesce(i.state in ('accepted', 'proposed'), true)`

const titleOf = sql<string>`case source
  when 'item' then item
  when 'paper' then (select title from papers where id = row_id)
  when 'minute' then 'Minutes: ' || item
  when 'decision' then 'Decision ' || (select number from decisions where id = row_id)
  when 'action' then 'Action: ' || item
  when 'ballot' then 'Vote: ' || item
  else 'Feedback' end`

/** Beyond this a snippet is not looked for: most papers are shorter, and the words still lead to the paper. */
const LONGEST_READ = 60_000

const textOf = sql<string>`left(case source
  when 'item' then (select purpose from agenda_items where id = row_id)
  when 'paper' then (select concat_ws(' ', summary, words, (select array_to_string(page_texts, ' ') from paper_contents
    where paper_id = papers.id)) from papers where id = row_id)
  when 'minute' then (select words from item_minutes where id = row_id)
  when 'decision' then (select concat_ws(' ', words, means) from decisions where id = row_id)
  when 'ballot' then (select concat_ws(': ', question, explanation) from ballots where id = row_id)
  when 'action' then (select concat_ws(': ', words, outcome) from meeting_actions where id = row_id)
  else (select words from feedbacks where id = row_id) end, ${sql.lit(LONGEST_READ)})`

const marks = sql.lit(
  `StartSel=${MARK.begin}, StopSel=${MARK.end}, MaxFragments=2, MaxWords=28, MinWords=12, FragmentDelimiter=" … "`,
)

/** Of a word that stands nearly everywhere only so many places are put in order by how well they fit: the latest. */
const RANKED = 1_000

/**
 * What these words are found in, over all years, best first. It is asked of the reader’s own database, so that what
 * is confidential is neither found nor counted for whoever may not read it (decision 019 has the measurements).
 */
export async function searched(
  db: Reader,
  who: Who,
  { filter, order, limit, offset }: ListAsked<SearchFilter>,
): Promise<Listed<Found>> {
  if (!filter.words) return { rows: [], total: 0 }
  const query = sql`websearch_to_tsquery('english', ${filter.words})`
  const from = filter.source == null ? sql`true` : sql`source = ${filter.source}`
  const by =
    order.sort === 'on'
      ? order.descending
        ? sql`held_on desc, rank desc`
        : sql`held_on, rank desc`
      : sql`rank desc, held_on desc`
  const { rows } = await sql<Found & { total: number }>`
    with m as materialized (${meetingsAsked(who, filter)}),
    matched as materialized (
      select source, row_id, meeting_id, item_id from places_saying(${query}) where ${from}
    ), hits as (
      select matched.*, coalesce(i.part_b, false) as part_b, i.title as item, m.title as meeting, m.held_on,
        count(*) over () as total, row_number() over (order by m.held_on desc, row_id desc) as latest
      from matched join m on m.id = matched.meeting_id left join agenda_items i on i.id = item_id
      where ${isOut}
    ), page as (
      select hits.*, case when latest <= ${sql.lit(RANKED)} then ts_rank((select words from meeting_words w
        where w.source = hits.source and w.row_id = hits.row_id), ${query}) else 0 end as rank
      from hits order by ${by}, source, row_id limit ${sql.lit(limit)} offset ${sql.lit(offset)}
    )
    select source, row_id, meeting_id, item_id, part_b, meeting, held_on, total, ${titleOf} as title,
      ts_headline('english', coalesce(${textOf}, ''), ${query}, ${marks}) as snippet
    from page order by ${by}, source, row_id`.execute(db)
  return { rows, total: rows[0]?.total ?? 0 }
}
