import { sql } from 'kysely'
import { type AcademicYear, type Day, firstDay } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'

/** The votes taken at a meeting of the board while a school was called to them, and the part of its deputy in them. */
export type SeatVotes = {
  membershipId: number
  meetingId: number
  /** While a deputy held the seat. */
  taken: number
  /** In which that deputy voted for the school, or took its paper. How is nobody’s to know. */
  byDeputy: number
  /** Outside which the school was for an interest that was declared. */
  excluded: number
  /** In which a deputy held the seat by the register, and the roll left the school out. */
  leftOut: number
}

/** Whether one of such a capacity was in the room for the school when the vote opened, by the register. */
const inRoom = (capacities: string[]) => sql<boolean>`exists (
  select from attendances a where a.meeting_id = put.meeting_id and a.membership_id = e.membership_id
    and a.capacity = any (${capacities}::text[])
    and coalesce(a.arrived, '00:00') <= put.at and coalesce(a.departed, '24:00') > put.at)`

/**
 * For every school the votes that were taken at meetings of the board up to this day while its deputy held the seat:
 * by the roll of the vote, or by the register where the roll has nobody. Votes between meetings are for heads alone,
 * and a school that voted beforehand was not in the room.
 */
export async function votesInSeat(
  db: Reader,
  { year, on }: { year: AcademicYear; on: Day },
): Promise<SeatVotes[]> {
  const { rows } = await sql<SeatVotes>`
    with put as (
      select b.id, i.meeting_id, (opened_at at time zone 'Europe/London')::time as at
      from ballots b join agenda_items i on i.id = b.item_id join meetings m on m.id = i.meeting_id
      where b.closed_at is not null and not by_correspondence and m.held_on between ${firstDay(year)} and ${on}
    ), called as (
      select put.meeting_id, e.membership_id, e.took, e.excluded, v.cast_by, v.how,
        e.present and e.capacity = 'deputy' as on_roll,
        not e.present and e.took is null and not e.excluded
          and ${inRoom(['deputy'])} and not ${inRoom(['head', 'acting head'])} as left_out,
        exists (select from attendances a where a.meeting_id = put.meeting_id
          and a.membership_id = e.membership_id and a.person_id = v.cast_by and a.capacity = 'deputy') as deputy_cast
      from put join ballot_electors e on e.ballot_id = put.id
        left join votes v on v.ballot_id = e.ballot_id and v.membership_id = e.membership_id
    )
    select membership_id, meeting_id,
      count(*)::integer as taken,
      count(*) filter (where not excluded and (deputy_cast or (on_roll and took is not null and cast_by is null)))::integer
        as by_deputy,
      count(*) filter (where on_roll and excluded)::integer as excluded,
      count(*) filter (where left_out)::integer as left_out
    from called where on_roll or left_out or deputy_cast
    group by membership_id, meeting_id`.execute(db)
  return rows
}
