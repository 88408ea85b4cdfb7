import type { Child } from 'hono/jsx'
import { type AcademicYear, type Day, dayInLondon, inDays, inWords, yearName } from '../../platform/day.ts'
import { Page } from '../../platform/page.tsx'
import { Bullets, ButtonLink, Deeds, Facts, Link, Section, Small, Tag } from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import { OwnSchool, StateTag, up } from './pages.tsx'
import type { Offer, Practitioner } from './queries.ts'
import { capacityOf, type Expert, expertiseInWords, type FreeTime, isOpen, timesInWords } from './rules.ts'
import { Evidence, Interests, Lines, type May, Times, type Within } from './within.tsx'

export type Shown = {
  found: Practitioner
  today: Day
  expertise: Expert[]
  times: FreeTime[]
  offers: Offer[]
  years: AcademicYear[]
  may: May
  /** What is for the leaders of their school, SSIG, the office and themselves; nothing for anybody else. */
  within: Within | null
  history: Child
}

export function PractitionerPage(shown: Shown) {
  const { found, may, within, history } = shown
  const at = `/support/practitioners/${found.id}`
  return (
    <Page title={found.name} up={up}>
      <Facts facts={facts(shown)} />
      {may.answer && <Answer {...{ found, may, at }} />}
      {within && isOpen(found) && <Deeds>{deeds(may, at)}</Deeds>}
      <Days {...shown} at={at} />
      {within && <Times {...{ within, may, at }} />}
      {within && <Evidence {...{ within, may, at }} open={isOpen(found)} />}
      {within && <Interests {...{ within, may, at }} />}
      {history}
    </Page>
  )
}

function facts({ found, expertise, times, may, within }: Shown) {
  const at = `/support/practitioners/${found.id}`
  const change = (to: string, what: string) => (may.keep ? { change: { href: `${at}/${to}`, what } } : {})
  return [
    { is: 'School', says: found.school },
    { is: 'State', says: <StateTag {...found} /> },
    isOpen(found) &&
      found.personLeft && { is: 'Post', says: <Tag says={`No other post at ${found.school}`} tone="due" /> },
    {
      is: 'Profile',
      says: found.profile && <Lines of={found.profile} />,
      ...change('profile', 'the profile'),
    },
    {
      is: 'Expertise',
      says: <Bullets items={expertiseInWords(expertise)} />,
      ...change('expertise', 'the expertise'),
    },
    { is: 'Free on', says: timesInWords(times), ...change('times', 'the free half-days') },
    ...(within ? [...whoSaid(found), runs(within)] : []),
  ]
}

const runs = ({ running }: Within) =>
  running > 0 && {
    is: 'Under way',
    says: running === 1 ? 'One deployment with them' : `${running} deployments with them`,
  }

const on = (moment: Date) => inWords(dayInLondon(moment))
const byOn = (who: string | null, moment: Date) => `${who ? `${who}, ` : ''}${on(moment)}`

function whoSaid(found: Practitioner) {
  const { acceptedAt, declinedAt, endedOn } = found
  return [
    { is: 'Nominated', says: byOn(found.nominator, found.nominatedAt) },
    acceptedAt && {
      is: 'Accepted',
      says: `${byOn(found.acceptor, acceptedAt)}${found.acceptedByOwnHead ? `. ${found.acceptor} headed ${found.school} too on that day` : ''}`,
    },
    declinedAt && { is: 'Declined', says: `${byOn(found.decliner, declinedAt)}: ${found.declinedWhy}` },
    endedOn && {
      is: 'Ended',
      says: `${inWords(endedOn)}${found.ender ? `, written down by ${found.ender}` : ''}: ${found.endedWhy}`,
    },
  ].map((fact) => fact ?? false)
}

const Answer = ({ found, may, at }: { found: Practitioner; may: May; at: string }) => (
  <>
    {may.answersOwnSchool && <OwnSchool school={found.school} />}
    <Deeds>
      <PressButton action={`${at}/accept`} says="Accept" about={found.name} />
      <ButtonLink to={`${at}/decline`} kind="secondary">
        Decline
      </ButtonLink>
    </Deeds>
  </>
)

const deeds = (may: May, at: string) => [
  may.vouch && <ButtonLink to={`${at}/vouch`}>Vouch again</ButtonLink>,
  may.end && (
    <ButtonLink to={`${at}/end`} kind="secondary">
      End
    </ButtonLink>
  ),
]

const offersList = (at: string, years: AcademicYear[], changes: boolean): Listing<Offer> => ({
  caption: 'Days by academic year',
  empty: 'No days have been offered.',
  columns: [
    { title: 'Year', show: ({ year }) => yearName(year) },
    { title: 'Offered', numeric: true, show: ({ offered }) => inDays(offered) },
    { title: 'Bound', numeric: true, show: ({ bound }) => inDays(bound) },
    {
      title: 'Left',
      numeric: true,
      show: ({ offered, bound }) => inDays(capacityOf(offered, bound).left),
    },
    ...(changes
      ? [
          {
            title: 'Change',
            show: ({ year }: Offer) =>
              years.includes(year) && (
                <Link to={`${at}/offers/${yearName(year)}`}>{`Change ${yearName(year)}`}</Link>
              ),
          },
        ]
      : []),
  ],
})

/** What was offered, bound and is left; a year for which nothing was offered yet stands there with none. */
function Days({ found, offers, years, may, at }: Shown & { at: string }) {
  const missing = years
    .filter((year) => may.offer && isOpen(found) && !offers.some((one) => one.year === year))
    .map((year) => ({ year, offered: 0, bound: 0, version: 0 }))
  const rows = [...offers, ...missing].sort((a, b) => b.year - a.year)
  return (
    <Section title="Days" id="days">
      <Table of={offersList(at, years, may.offer && isOpen(found))} rows={rows} hideCaption />
      <Small>Bound are the days of deployments that run, and those that were given.</Small>
    </Section>
  )
}
