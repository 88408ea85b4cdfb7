import type { Given } from './merge.ts'
import type { Plan } from './plan.ts'
import type { TargetName } from './targets.ts'

/** What a plan says of each table, as rows of that table; every row that others name has its id by now. */
export function rowsOf({
  schools,
  people,
  meetings,
  visits,
  learning,
  ...rest
}: Plan): Record<TargetName, Given[]> {
  const known = (urn: number) => schools.recorded.has(urn)
  return {
    schools: schools.schools.map(({ trust, short_name, ...school }) => ({
      ...school,
      short_name: short_name ?? (known(school.urn) ? null : school.name),
      trust_id: trust?.id ?? null,
    })),
    memberships: schools.spells.map(({ id, joinedOn, leftOn }) => ({
      id,
      joined_on: joinedOn,
      left_on: leftOn,
    })),
    people: people.people,
    posts: people.posts.map(({ id, person, spell, organisation, post, from, to }) => ({
      id,
      person_id: person.id,
      membership_id: spell?.id ?? null,
      organisation_id: organisation?.id ?? null,
      post,
      from_on: from,
      to_on: to,
    })),
    groups: meetings.groups.map(({ lead, ...group }) => ({ ...group, lead_id: lead?.id ?? null })),
    meetings: meetings.meetings.map(({ groups, ...meeting }) => ({ ...meeting, linked: idsOf(groups) })),
    attendances: meetings.attendances.map(({ meeting, spell, urn, person, capacity }) => ({
      meeting_id: meeting.id,
      membership_id: spell?.id ?? null,
      urn,
      person_id: person?.id ?? null,
      capacity,
    })),
    visits: visits.map(({ practitioner, from, to, on, ...visit }) => ({
      ...visit,
      practitioner_id: practitioner.id,
      from_membership_id: from.id,
      to_membership_id: to?.id ?? null,
      visited_on: on,
    })),
    courses: learning.courses.map(
      ({ id, ref, title, kind, subject, audience, halfDays, run_by, status }) => ({
        id,
        ref,
        title,
        kind,
        subject,
        audience,
        half_days: halfDays,
        run_by,
        status,
      }),
    ),
    sessions: learning.sessions.map(({ of, host, on, id, ref, starts, ends, venue, status }) => ({
      id,
      course_id: of.id,
      ref,
      held_on: on,
      starts,
      ends,
      venue,
      host_membership_id: host?.id ?? null,
      status,
    })),
    participants: learning.participants.map(({ course, session, person, spell, urn, role, outcome }) => ({
      course_id: course.id,
      session_id: session?.id ?? null,
      person_id: person.id,
      membership_id: spell?.id ?? null,
      urn,
      role,
      outcome,
    })),
    ...otherRows(rest),
  }
}

type Others = Pick<Plan, 'schemes' | 'resources' | 'packages' | 'caseStudies' | 'readingTests'>

const otherRows = ({ schemes, resources, packages, caseStudies, readingTests }: Others) => ({
  schemes: schemes.map(({ members, from, to, ...scheme }) => ({
    ...scheme,
    from_on: from,
    to_on: to,
    linked: idsOf(members),
  })),
  resources: resources.map(({ group, ...resource }) => ({ ...resource, group_id: group?.id ?? null })),
  packages: packages.map(({ from, to, ...one }) => ({ ...one, from_on: from, to_on: to })),
  caseStudies: caseStudies.map(({ group, spell, ...study }) => ({
    ...study,
    group_id: group?.id ?? null,
    membership_id: spell?.id ?? null,
  })),
  readingTests: readingTests.map(({ spell, dob, ...test }) => ({
    ...test,
    membership_id: spell.id,
    born_on: dob,
  })),
})

/** In order, because that is how what is recorded is compared; none at all is nothing, as it is there. */
function idsOf(things: { id: number | null }[]): number[] | null {
  const ids = things.flatMap(({ id }) => id ?? []).sort((a, b) => a - b)
  return ids.length > 0 ? ids : null
}
