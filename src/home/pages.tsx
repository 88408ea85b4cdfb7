import { type AcademicYear, inDays, inShort, yearName } from '../platform/day.ts'
import { Page } from '../platform/page.tsx'
import {
  Bullets,
  ButtonLink,
  Choices,
  Columns,
  Deeds,
  Figure,
  Figures,
  Lead,
  Link,
  NextSteps,
  Section,
  type Step,
  Text,
} from '../platform/parts.tsx'
import type { MeetingAhead, YearSoFar } from './queries.ts'
import type { Place } from './rules.ts'

type VisitorProps = { alliance: string; demonstration: boolean; review: boolean }

export function VisitorPage({ alliance, demonstration, review }: VisitorProps) {
  return (
    <Page title={alliance || 'Endeavour'}>
      <Lead>
        Schools that have agreed to improve together: their heads meet, their subject leaders share what
        works, and their staff give time to one another.
      </Lead>
      <Text>Here they keep the record of it, and every year they tell what came of it.</Text>
      <Deeds>
        <ButtonLink to="/sign-in">Sign in</ButtonLink>
        {demonstration && (
          <ButtonLink to="/sign-in/as" kind="secondary">
            Choose a person to be
          </ButtonLink>
        )}
      </Deeds>
      {review && (
        <Choices
          items={[
            {
              href: '/review',
              title: 'Annual reviews',
              says: 'What the schools did together in each year, for everybody to read.',
            },
          ]}
        />
      )}
    </Page>
  )
}

export type HomeProps = {
  alliance: string
  name: string
  /** The posts held today, in words. */
  posts: string
  places: Place[]
  year: AcademicYear
  figures: { value: string; of: string; href?: string }[]
  meetings: MeetingAhead[] | null
  /** For the office: what waits to be put right. */
  steps: Step[] | null
  /** For the office: what an alliance that holds little yet needs first. */
  begin: Step[]
}

export function HomePage({
  alliance,
  name,
  posts,
  places,
  year,
  figures,
  meetings,
  steps,
  begin,
}: HomeProps) {
  const beside = meetings && (
    <Section title="Next meetings">
      <Ahead meetings={meetings} />
    </Section>
  )
  return (
    <Page title={alliance || 'Your alliance'} wide>
      <Lead>
        {name}, {posts}
      </Lead>
      {begin.length > 0 && (
        <Section title="How to begin">
          <NextSteps steps={begin} none="" />
        </Section>
      )}
      <Columns beside={beside}>
        {steps && (
          <Section title="To put right">
            <NextSteps steps={steps} none="Nothing needs you today." />
          </Section>
        )}
        {begin.length === 0 && (
          <Section title={`This year, ${yearName(year)}`}>
            <Figures>
              {figures.map((figure) => (
                <Figure {...figure} />
              ))}
            </Figures>
          </Section>
        )}
      </Columns>
      <WhatOneCanDo places={places} />
    </Page>
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
          <Bullets items={more.map(({ href, title }) => <Link to={href}>{title}</Link>)} />
        </Section>
      )}
    </>
  )
}

function Ahead({ meetings }: { meetings: MeetingAhead[] }) {
  if (meetings.length === 0) return <Text>None are planned yet.</Text>
  return (
    <Bullets
      items={meetings.map(({ id, title, heldOn, starts, place }) => (
        <>
          <Link to={`/meetings/${id}`}>{title}</Link>
          {`, ${[inShort(heldOn), starts, place].filter(Boolean).join(', ')}`}
        </>
      ))}
    />
  )
}

type Has = (href: string) => boolean

/** The year in figures, each opening its list where the reader has one to open. */
export function figuresOf(so: YearSoFar, year: AcademicYear, opens: Has): HomeProps['figures'] {
  const told = [
    {
      value: so.members,
      of: so.members === 1 ? 'member today' : 'members today',
      list: '/members',
      query: '',
    },
    {
      value: so.meetings,
      of: 'meetings held',
      list: '/meetings',
      query: `?year=${yearName(year)}&status=held`,
    },
    {
      value: inDays(so.supportHalfDays),
      of: 'of support through SSIG',
      list: '/support',
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
