import { type AcademicYear, type Day, inDays, inShort, inWords, lastDay } from '../../../platform/day.ts'
import { Page } from '../../../platform/page.tsx'
import {
  Agenda,
  ButtonLink,
  Deeds,
  Facts,
  NextSteps,
  Section,
  type Step,
  Text,
} from '../../../platform/parts.tsx'
import { whenOf } from '../../holds/rules.ts'
import type { Mine } from '../../notes/queries.ts'
import type { Offered } from '../queries.ts'

type Props = {
  coming: Mine[]
  owed: Step[]
  days: (Offered & { counted: number }) | null
  year: AcademicYear
  today: Day
}

/** What a practitioner looks up on the way: today first. */
export function MinePage({ coming, owed, days, year, today }: Props) {
  const now = coming.filter(({ visitedOn }) => visitedOn === today)
  const later = coming.filter(({ visitedOn }) => visitedOn > today)
  return (
    <Page title="Your support visits" up={{ href: '/support', says: 'Support' }}>
      {now.length > 0 && <Today visits={now} />}
      {owed.length > 0 && (
        <Section title="To be noted">
          <NextSteps steps={owed} none="" />
        </Section>
      )}
      <Section title={now.length > 0 ? 'After today' : 'Coming'}>
        {later.length === 0 ? (
          <Text>No visit of yours is planned{now.length > 0 ? ' after today' : ''}.</Text>
        ) : (
          <Agenda days={later.map(lineOf)} />
        )}
      </Section>
      {days && (
        <Section title="Your days">
          <Facts
            facts={[
              {
                is: 'Offered by your head',
                says: `${inDays(days.offered)}, until ${inWords(lastDay(year))}`,
              },
              { is: 'Promised to schools', says: inDays(days.bound) },
              { is: 'Left', says: inDays(Math.max(0, days.offered - days.bound)) },
              { is: 'Counted so far', says: inDays(days.counted) },
            ]}
          />
        </Section>
      )}
    </Page>
  )
}

const Today = ({ visits }: { visits: Mine[] }) => (
  <Section title="Today">
    {visits.map((visit) => (
      <>
        <Text>
          {visit.toSchool}, {timeOf(visit)}
          {visit.purpose ? `: ${visit.purpose}` : ''}
        </Text>
        <Deeds>
          <ButtonLink to={`/support/visits/${visit.id}/note`}>
            {visit.noted ? 'Read the note' : 'Note today’s visit'}
          </ButtonLink>
          <ButtonLink to={`/support/deployments/${visit.deploymentId}`} kind="secondary">
            The support
          </ButtonLink>
        </Deeds>
      </>
    ))}
  </Section>
)

/** Its day stands beside or above it. */
const timeOf = (visit: Mine) => whenOf(visit).replace(/^[^,]*, /, '')

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const lineOf = (visit: Mine) => ({
  on: visit.visitedOn,
  // The year goes without saying: all of these are soon.
  when: inShort(visit.visitedOn).replace(/ \d{4}$/, ''),
  says: visit.toSchool,
  more: [upperFirst(timeOf(visit)), visit.purpose].filter(Boolean).join(': '),
  href: `/support/visits/${visit.id}/note`,
})
