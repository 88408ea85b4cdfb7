import { anchorOf } from '../agreement/parts.tsx'
import type { Member } from '../members/tables.ts'
import { type AcademicYear, type Day, yearName } from '../platform/day.ts'
import { type Answers, dayField, form, optional } from '../platform/form.ts'
import { State } from '../platform/marks.tsx'
import { Page } from '../platform/page.tsx'
import {
  ButtonLink,
  Deeds,
  Inset,
  Lead,
  Link,
  NextSteps,
  Section,
  Siblings,
  Small,
  Text,
} from '../platform/parts.tsx'
import { AskFor } from '../platform/questions.tsx'
import { clauseHref, HowJudged, type JudgedAt, judgedInWords, schoolHref, totalHref } from './judged.tsx'
import { type Before, beforeInWords, ClauseWords, EvidenceOf, Picture } from './picture.tsx'
import type { Stand, Standings } from './queries.ts'
import { lookOf, stepsOf, summaryOf } from './rules.ts'

export type DayAsked = { on: Day | null }
export const dayForm = form<DayAsked>({
  on: optional(dayField('Day', { ask: '', hint: 'Like 27/3/2018. Leave it empty for today' })),
})

export type SchoolShown = JudgedAt & { member: Member; stands: Stand[]; before: Before }

type SchoolProps = SchoolShown & {
  answers: Answers
  query: string
  today: Day
  years: AcademicYear[]
  all: boolean
}

export function SchoolPage({ answers, query, today, years, all, ...shown }: SchoolProps) {
  const { member, stands, before } = shown
  const files = `${schoolHref(member.id)}/standing`
  return (
    <Page
      title={`How ${member.shortName} stands`}
      wrong={answers.errors.length > 0}
      {...(all ? { up: { href: '/standing/schools', says: 'School by school' } } : {})}
      wide
    >
      <YearsOf id={member.id} years={years} asked={shown.asked} today={today} />
      <Lead>{summaryOf(stands)}</Lead>
      <Text>{judgedInWords(shown)}</Text>
      <DoNext stands={stands} ended={shown.asked.ended === true} />
      <Picture
        stands={stands}
        before={before}
        hrefOf={({ clause }) => `${clauseHref(member.id, clause.number)}${query}`}
      />
      <Section title="Keep it, or look at another day">
        <Deeds>
          <ButtonLink to={`${files}.pdf${query}`} kind="secondary">
            PDF to print
          </ButtonLink>
          <ButtonLink to={`${files}.csv${query}`} kind="secondary">
            CSV of this school
          </ButtonLink>
        </Deeds>
        <AskFor form={dayForm} answers={answers} submit="Show that day" />
        <Small>
          Only the head, deputy and chair of the school and the alliance office see this page. Everybody else
          who leads or advises sees <Link to="/standing/alliance">how many schools stand where</Link>.
        </Small>
      </Section>
    </Page>
  )
}

type YearsProps = { id: number; years: AcademicYear[]; asked: Standings['asked']; today: Day }

/** Today beside the years that are over. */
function YearsOf({ id, years, asked, today }: YearsProps) {
  if (years.length === 0) return null
  const href = (year: AcademicYear) => `${schoolHref(id)}?year=${yearName(year)}`
  const pages = [
    { href: schoolHref(id), says: 'Now' },
    ...years.map((year) => ({ href: href(year), says: yearName(year) })),
  ]
  const current = asked.ended ? href(asked.year) : asked.on === today ? schoolHref(id) : ''
  return <Siblings label="Years" pages={pages} current={current} />
}

function DoNext({ stands, ended }: { stands: Stand[]; ended: boolean }) {
  const steps = stepsOf(stands).map(({ stands: [stand], says, why, href }) => ({
    href: href ?? `#${anchorOf(stand.clause)}`,
    says,
    why,
    state: lookOf(stand),
  }))
  if (ended && steps.length === 0) return null
  return (
    <Section title={ended ? 'What was not kept' : 'Do this next'}>
      <NextSteps steps={steps} none="Nothing is at risk, and nothing has been left undone." />
    </Section>
  )
}

type ClauseOfSchoolProps = SchoolShown & { stand: Stand; query: string }

export function ClauseOfSchoolPage({ stand, query, ...shown }: ClauseOfSchoolProps) {
  const { clause, because, evidence, next } = stand
  const { member, before, asked } = shown
  const then = beforeInWords(stand, before)
  const earlier = before?.stands.get(clause.promiseId)
  return (
    <Page
      title={`Clause ${clause.number}: ${member.shortName}`}
      up={{
        href: `${schoolHref(member.id)}${query}#${anchorOf(clause)}`,
        says: `How ${member.shortName} stands`,
      }}
    >
      <Inset>
        <ClauseWords words={clause.words} />
      </Inset>
      <Lead>
        <State {...lookOf(stand)} />
      </Lead>
      <Text>{because}</Text>
      {next && (
        <Text>
          <Link to={next.href}>{next.says}</Link>
        </Text>
      )}
      <Small>{judgedInWords(shown)}</Small>
      <Section title="The records behind it">
        {evidence.length === 0 ? <Text>There are none.</Text> : <EvidenceOf evidence={evidence} />}
      </Section>
      {then && earlier && (
        <Section title="The year before">
          <Text>
            {then} {earlier.because}
          </Text>
        </Section>
      )}
      <Section title="How it is judged">
        <HowJudged clause={clause} commitment={stand.commitment} terms={asked.terms} />
        <Text>
          <Link to={totalHref(clause.number)}>How many schools stand where on clause {clause.number}</Link>
        </Text>
      </Section>
    </Page>
  )
}
