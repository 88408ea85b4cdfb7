import { type AcademicYear, type Day, inDays, yearName } from '../platform/day.ts'
import type { Need } from '../platform/need.ts'
import { Page } from '../platform/page.tsx'
import {
  Agenda,
  Choices,
  Columns,
  Details,
  Figure,
  Figures,
  Link,
  LinkList,
  NextSteps,
  Section,
  Small,
  type Step,
  Text,
} from '../platform/parts.tsx'
import { type Dated, dayAhead } from './coming.ts'
import type { AgreementAsked, YearSoFar } from './queries.ts'
import type { Place } from './rules.ts'
import { needInWords, stepOf } from './urgency.ts'

export type HomeProps = {
  name: string
  /** The posts held today, in words. */
  posts: string
  today: Day
  /** What waits for this person, most pressing first. */
  needs: Need[]
  coming: Dated[]
  places: Place[]
  year: AcademicYear
  /** How the schools stand on the agreement, each a line with its link. */
  standing: { says: string; href: string }[]
  figures: FigureTold[]
  /** For the office: what an alliance that holds little yet needs first. */
  begin: Step[]
}

export type FigureTold = { value: string; of: string; href?: string }

export function HomePage({ name, posts, begin, needs, today, coming, ...rest }: HomeProps) {
  const begins = begin.length > 0
  const beside = coming.length > 0 && (
    <Section title="What is coming">
      <Agenda days={coming.map((day) => ({ ...day, when: dayAhead(day.on, today) }))} />
    </Section>
  )
  return (
    <Page title={begins ? 'How to begin' : needInWords(needs.length)} wide>
      <Small>
        {name}, {posts}
      </Small>
      <Columns beside={beside} below={!begins && <Doing {...rest} />}>
        {begins ? <Beginning {...{ begin, needs, today }} /> : <Waiting {...{ needs, today }} />}
      </Columns>
      <WhatOneCanDo places={rest.places} />
    </Page>
  )
}

/** What comes first where little is recorded, and what needs somebody all the same. */
function Beginning({ begin, needs, today }: Pick<HomeProps, 'begin' | 'needs' | 'today'>) {
  return (
    <>
      <NextSteps steps={begin} none="" />
      {needs.length > 0 && (
        <Section title={needInWords(needs.length)}>
          <Waiting {...{ needs, today }} />
        </Section>
      )}
    </>
  )
}

/** As many as stand on a phone before one scrolls; the rest is one press away. */
const MOST_SHOWN = 5
const NONE = 'When something does, it stands here with the one step that settles it.'

function Waiting({ needs, today }: Pick<HomeProps, 'needs' | 'today'>) {
  const steps = needs.map((need) => stepOf(need, today))
  const shown = steps.length > MOST_SHOWN + 1 ? MOST_SHOWN : steps.length
  return (
    <>
      <NextSteps steps={steps.slice(0, shown)} none={NONE} />
      {steps.length > shown && (
        <Details summary={`${steps.length - shown} more that press less`}>
          <NextSteps steps={steps.slice(shown)} none="" />
        </Details>
      )}
    </>
  )
}

function Doing({ year, standing, figures }: Pick<HomeProps, 'year' | 'standing' | 'figures'>) {
  return (
    <Section title={`How the alliance is doing, ${yearName(year)}`}>
      {standing.map(({ says, href }) => (
        <Text>
          <Link to={href}>{says}</Link>
        </Text>
      ))}
      <Figures>
        {figures.map((figure) => (
          <Figure {...figure} />
        ))}
      </Figures>
    </Section>
  )
}

/** What one does comes first; who only looks is shown the lists, which others find in the menu. */
function WhatOneCanDo({ places }: { places: Place[] }) {
  const deeds = places.filter(({ as }) => as === 'deed')
  const more = places.filter(({ as }) => as === undefined)
  return (
    <>
      <Section title="What you can do">
        <Choices items={deeds.length > 0 ? deeds : places.filter(({ as }) => as === 'menu')} inSection />
      </Section>
      {more.length > 0 && (
        <Section title="More">
          <LinkList links={more.map(({ href, title }) => ({ href, says: title }))} />
        </Section>
      )}
    </>
  )
}

type Has = (href: string) => boolean

type Counted = { asked: AgreementAsked | undefined; year: AcademicYear }

/** The year in figures, each opening its list where the reader has one to open. */
export function figuresOf(so: YearSoFar, { asked, year }: Counted, opens: Has): FigureTold[] {
  const told = [
    asked ? signedOf(asked) : membersOf(so),
    {
      value: so.meetings,
      of: 'meetings held',
      list: '/meetings',
      query: `?year=${yearName(year)}&status=held`,
    },
    {
      value: inDays(so.supportHalfDays),
      of: 'of support through SSIG',
      list: '/support/visits',
      query: `?year=${yearName(year)}&ssig=yes&counted=yes`,
    },
    { value: so.learners, of: 'people on courses', list: '/learning', query: `?year=${yearName(year)}` },
  ]
  return told.map(({ value, of, list, query }) => ({
    value: typeof value === 'number' ? value.toLocaleString('en-GB') : value,
    of,
    ...(opens(list) ? { href: list + query } : {}),
  }))
}

const membersOf = ({ members }: YearSoFar) => ({
  value: members,
  of: members === 1 ? 'member today' : 'members today',
  list: '/members',
  query: '',
})

/** “20 of 25 schools have signed version 2” */
const signedOf = ({ signed, members, number }: AgreementAsked) => ({
  value: `${signed.length} of ${members.length}`,
  of: `${members.length === 1 ? 'school has' : 'schools have'} signed version ${number} of the agreement`,
  list: '/agreement/register',
  query: '',
})
