import { sql } from 'kysely'
import { type Asked, commitment, type Judged } from '../../agreement/commitment.ts'
import { atRisk, doesNotApply, type Evidence, type Finding, met, notYetDue } from '../../agreement/finding.ts'
import { type Day, firstDay } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'

/** What of a meeting was confidential and reached people of a school: counted, and never what it was. */
export type Confided = {
  membershipId: number
  meetingId: number
  title: string
  heldOn: Day
  /** People who opened an item while it was confidential. */
  readers: number
  /** People who had one before it was marked, and of these those who have not said that their copies are gone. */
  recalled: number
  unconfirmed: number
}

/** For each school what its people opened of what is confidential, and what they were asked to delete, up to this day. */
export async function confided(db: Reader, { year, on }: Pick<Asked, 'year' | 'on'>): Promise<Confided[]> {
  const { rows } = await sql<Confided>`
    with people_of as (
      select distinct person_id, membership_id from posts
      where membership_id is not null and coalesce(from_on <= ${on}, true) and coalesce(to_on >= ${firstDay(year)}, true)
    ), told as (
      select i.meeting_id, person_id, true as reader, false as recalled, false as unconfirmed
      from item_openings join agenda_items i on i.id = item_id
      where item_openings.part_b and (opened_at at time zone 'Europe/London')::date between ${firstDay(year)} and ${on}
      union all
      select meeting_id, person_id, false, true, coalesce((confirmed_at at time zone 'Europe/London')::date > ${on}, true)
      from item_recalls where (asked_at at time zone 'Europe/London')::date between ${firstDay(year)} and ${on}
    )
    select membership_id, m.id as meeting_id, m.title, m.held_on,
      count(distinct person_id) filter (where reader) as readers,
      count(distinct person_id) filter (where recalled) as recalled,
      count(distinct person_id) filter (where unconfirmed) as unconfirmed
    from told join people_of using (person_id) join meetings m on m.id = told.meeting_id
    group by membership_id, m.id order by m.held_on, m.id`.execute(db)
  return rows
}

const people = (count: number) => (count === 1 ? '1 person' : `${count} people`)

const evidenceOf = ({ meetingId, title, heldOn, readers, recalled, unconfirmed }: Confided): Evidence => {
  const says = [
    readers > 0 && `${people(readers)} of the school opened what is confidential`,
    recalled > 0 && `${people(recalled)} were asked to delete copies, ${recalled - unconfirmed} confirmed it`,
  ].filter(Boolean)
  return { says: `${title}: ${says.join('; ')}`, on: heldOn, href: `/meetings/${meetingId}` }
}

/**
 * Clause 34: what is marked is closed by the system itself, so that a school is only asked about what went out before:
 * whether its people said that their copies are gone. Nobody is found to have broken a confidence.
 */
export function keepsConfidences(rows: Confided[], { ended }: Judged): Finding {
  const sum = (of: 'readers' | 'recalled' | 'unconfirmed') => rows.reduce((all, row) => all + row[of], 0)
  if (rows.length === 0)
    return (ended ? doesNotApply : notYetDue)(
      'Nobody of the school has opened anything confidential in the year.',
    )
  const evidence = rows.map(evidenceOf)
  const [recalled, open] = [sum('recalled'), sum('unconfirmed')]
  const closed = 'What is confidential is closed to everybody else, and each reading of it is recorded'
  if (recalled === 0) return met(`${closed}.`, { evidence })
  const says = `${closed}; copies that had gone out were called back from ${people(recalled)} of the school, and ${open === 0 ? 'all are confirmed to be gone' : `${open} not confirmed yet`}.`
  if (open === 0 || ended) return met(says, { evidence })
  return atRisk(says, {
    evidence,
    next: { says: 'Delete the copies, and say that they are gone', href: '/meetings/recalls' },
  })
}

export const confidentialityCommitments = {
  confidentiality: commitment(
    {
      asks: 'Whether copies of what was marked as confidential after it went out are gone. Everything else is kept closed by the system, and each reading recorded.',
      kind: 'kept',
    },
    confided,
    keepsConfidences,
  ),
}
