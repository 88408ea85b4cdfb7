import { ChartFigure } from '../platform/chart.tsx'
import { momentInWords, yearName } from '../platform/day.ts'
import { type Answers, form, longText } from '../platform/form.ts'
import { Markdown } from '../platform/markdown.tsx'
import { Page } from '../platform/page.tsx'
import {
  Figure as BigFigure,
  Bullets,
  ButtonLink,
  Deeds,
  Details,
  Figures,
  Inset,
  Lead,
  Link,
  Section,
  SideBySide,
  Small,
  Subheading,
  Tag,
  Text,
} from '../platform/parts.tsx'
import { FormFor, PressButton } from '../platform/questions.tsx'
import { type Listing, Table } from '../platform/table.tsx'
import { audiencesChart, gainsChart, growthChart, monthsChart } from './charts.ts'
import type { Told } from './compose.ts'
import type { Content, Edition } from './edition.ts'
import { figureText, impactSentence, type Part, type SectionName, sections, told } from './narrative.ts'
import type { YearListed } from './queries.ts'
import type { Figure } from './rules.ts'

/** What the reader of a review may do with it, beside reading. */
export type Reading = {
  /** Whether this reader may open the records at this address. */
  opens: (href: string) => boolean
  writes: boolean
  audience: 'public' | 'members'
}

const address = ({ year }: { year: Content['year'] }) => `/review/${yearName(year)}`

export function YearsPage({ years, writes }: { years: YearListed[]; writes: boolean }) {
  const listing: Listing<YearListed> = {
    caption: 'Annual reviews',
    empty: writes
      ? 'No year has records yet. Import a year, or record a meeting.'
      : 'No review has been published yet.',
    columns: [
      { title: 'Year', show: (one) => <Link to={address(one)}>{yearName(one.year)}</Link> },
      { title: 'Published', show: ({ latest }) => (latest ? momentInWords(latest) : 'Draft only') },
      { title: 'Editions', numeric: true, show: ({ editions }) => editions },
    ],
  }
  return (
    <Page title="Annual reviews">
      <Lead>What came of each year, counted from its records.</Lead>
      <Table of={listing} rows={years} hideCaption />
    </Page>
  )
}

export function ReviewPage({ told: { edition, changed }, reading }: { told: Told; reading: Reading }) {
  const value = (key: string) => edition.figures.find((one) => one.key === key)
  const big = ['members', 'support_days', 'hub_meetings', 'conferences'].flatMap((key) => value(key) ?? [])
  return (
    <Page
      title={`${edition.alliance} in ${yearName(edition.year)}`}
      up={{ href: '/review', says: 'Annual reviews' }}
      wide
    >
      <State edition={edition} changed={changed} reading={reading} />
      <Figures>
        {big.map((figure) => (
          <BigFigure
            value={figureText(figure)}
            of={figure.says}
            {...(reading.opens(figure.href) ? { href: figure.href } : {})}
          />
        ))}
      </Figures>
      {(Object.keys(sections) as SectionName[]).map((section) => (
        <Section title={sections[section]} id={section}>
          <Narrative edition={edition} section={section} reading={reading} />
          <Beside section={section} edition={edition} reading={reading} />
        </Section>
      ))}
      <Takeaways edition={edition} reading={reading} />
    </Page>
  )
}

function State({
  edition,
  changed,
  reading,
}: {
  edition: Edition
  changed: Told['changed']
  reading: Reading
}) {
  const { frozen } = edition
  return (
    <>
      {frozen ? (
        <Text>
          <Tag says={`Edition ${frozen.number}`} tone="good" /> Frozen on {momentInWords(frozen.frozenAt)}.{' '}
          {reading.audience === 'public' ? 'Numbers too small to publish are left out.' : ''}
        </Text>
      ) : (
        <Text>
          <Tag says="Draft" tone="due" /> Counted from the records as they stand now.
        </Text>
      )}
      {reading.writes && <OfficeDeeds edition={edition} changed={changed} />}
    </>
  )
}

function OfficeDeeds({ edition, changed }: { edition: Edition; changed: Told['changed'] }) {
  return (
    <>
      {changed.length > 0 && (
        <Inset>
          {changed.length === 1 ? 'One record has' : `${changed.length.toLocaleString('en-GB')} records have`}{' '}
          changed since this edition was frozen. <Link to={`${address(edition)}/changes`}>See which</Link>, or{' '}
          <Link to={`${address(edition)}?draft=yes`}>read the draft as it would be now</Link>.
        </Inset>
      )}
      <Deeds>
        <ButtonLink to={`${address(edition)}/freeze`}>Freeze an edition</ButtonLink>
        <ButtonLink to={`${address(edition)}/words`} kind="secondary">
          Change the words
        </ButtonLink>
        <ButtonLink to={`${address(edition)}?edition=public`} kind="secondary">
          See the public edition
        </ButtonLink>
      </Deeds>
    </>
  )
}

type SectionProps = { edition: Edition; section: SectionName; reading: Reading }

const Narrative = ({ edition, section, reading }: SectionProps) => (
  <>
    {told(edition.narrative[section], edition.figures).map((parts) => (
      <Text>
        {parts.map((part) => (
          <Stretch part={part} reading={reading} />
        ))}
      </Text>
    ))}
  </>
)

/** A figure in a sentence opens the records behind it, for those who may see them. */
function Stretch({ part, reading }: { part: Part; reading: Reading }) {
  if ('text' in part) return <>{part.text}</>
  const text = figureText(part.figure)
  if (part.figure.hidden || !reading.opens(part.figure.href))
    return <strong title={part.figure.definition}>{text}</strong>
  return <Link to={part.figure.href}>{text}</Link>
}

function Beside({ section, edition, reading }: SectionProps) {
  switch (section) {
    case 'opening':
      return (
        <SideBySide>
          <ChartFigure chart={growthChart(edition)} />
          <ChartFigure chart={monthsChart(edition)} />
        </SideBySide>
      )
    case 'learning':
      return <Programmes edition={edition} reading={reading} />
    case 'together':
      return (
        <Bullets
          items={edition.schemes.map(({ name, everyone }) => (everyone ? `${name}, for all schools` : name))}
        />
      )
    case 'resources':
      return <Resources edition={edition} />
    case 'impact':
      return <Impact edition={edition} />
    default:
      return null
  }
}

function Programmes({ edition, reading }: { edition: Edition; reading: Reading }) {
  const of = (key: string, name: string) => {
    const figure = edition.figures.find((one) => one.key === `${key}:${name}`)
    return figure ? figureText({ ...figure, ...(figure.hidden ? { hidden: true as const } : {}) }) : ''
  }
  const listing: Listing<Content['programmes'][number]> = {
    caption: 'Programmes of the year',
    empty: 'No courses have been recorded for this year.',
    columns: [
      {
        title: 'Programme',
        show: ({ title, href }) => (reading.opens(href) ? <Link to={href}>{title}</Link> : title),
      },
      { title: 'For', show: ({ audience, everyMember }) => (everyMember ? 'All schools' : audience) },
      { title: 'Sessions', numeric: true, show: ({ key }) => of(key, 'sessions') },
      {
        title: 'People',
        numeric: true,
        show: ({ key }) => (of(key, 'people').startsWith('a number') ? 'under 5' : of(key, 'people')),
      },
      { title: 'Schools', numeric: true, show: ({ key }) => of(key, 'schools') },
    ],
  }
  return (
    <>
      <Table of={listing} rows={edition.programmes} hideCaption />
      {edition.programmes.length > 0 && <ChartFigure chart={audiencesChart(edition)} />}
    </>
  )
}

const Resources = ({ edition }: { edition: Edition }) => (
  <>
    <Bullets items={edition.resources.map(({ title, kind }) => `${title} (${kind})`)} />
    <Bullets
      items={edition.packages.map(
        ({ partner, title, subsidised }) => `${title}, from ${partner}${subsidised ? ', subsidised' : ''}`,
      )}
    />
  </>
)

const Impact = ({ edition }: { edition: Edition }) => (
  <>
    {edition.gains.map((gains) => (
      <ChartFigure chart={gainsChart(gains, edition.year)} />
    ))}
    {edition.caseStudies.map(({ title, school, theoryOfAction, body }) => (
      <>
        <Subheading>{school ? `${title}, ${school}` : title}</Subheading>
        {theoryOfAction && <Inset>{theoryOfAction}</Inset>}
        <Markdown text={body} under={3} insert={(name) => impactSentence(name, edition.figures)} />
      </>
    ))}
  </>
)

function Takeaways({ edition, reading }: { edition: Edition; reading: Reading }) {
  const query = `?edition=${reading.audience}${edition.frozen ? `&number=${edition.frozen.number}` : '&draft=yes'}`
  return (
    <Section title="Take it with you">
      <Bullets
        items={[
          <Link to={`${address(edition)}/figures${query}`}>Every figure with its definition</Link>,
          <Link to={`${address(edition)}/review.pdf${query}`}>The review as a PDF</Link>,
          <Link to={`${address(edition)}/review.csv${query}`}>The figures as CSV</Link>,
          <Link to={`${address(edition)}/review.json${query}`}>The figures as JSON</Link>,
        ]}
      />
      {edition.frozen && <Small>Digest of this edition: {edition.frozen.digest}</Small>}
    </Section>
  )
}

export function FiguresPage({ edition, reading }: { edition: Edition; reading: Reading }) {
  const listing: Listing<Figure> = {
    caption: `Figures of ${yearName(edition.year)}`,
    empty: 'There are no figures.',
    columns: [
      {
        title: 'Figure',
        show: ({ says, href, hidden }) =>
          !hidden && reading.opens(href) ? <Link to={href}>{says}</Link> : says,
      },
      { title: 'Value', numeric: true, show: (one) => (one.hidden ? 'hidden' : figureText(one)) },
      { title: 'Records', numeric: true, show: ({ rows }) => rows.toLocaleString('en-GB') },
      { title: 'What it counts', show: ({ definition }) => definition },
      ...(reading.writes ? [{ title: 'Name in the text', show: ({ key }: Figure) => key }] : []),
    ],
  }
  return (
    <Page
      title={`Figures of ${yearName(edition.year)}`}
      up={{ href: address(edition), says: 'The review' }}
      wide
    >
      <Lead>Each figure is counted from the records; its definition is beside it.</Lead>
      <Table of={listing} rows={edition.figures} hideCaption />
    </Page>
  )
}

export function ChangesPage({ told: { edition, changed } }: { told: Told }) {
  const listing: Listing<Told['changed'][number]> = {
    caption: 'Records changed since the edition was frozen',
    empty: 'Nothing has changed since the edition was frozen.',
    columns: [
      {
        title: 'Record',
        show: ({ source, id, was }) =>
          was === 'gone' || !opened.has(source) ? (
            `${source} ${id}`
          ) : (
            <Link to={`/${source}/${id}`}>{`${source} ${id}`}</Link>
          ),
      },
      {
        title: 'What happened',
        show: ({ was }) => ({ added: 'Added', changed: 'Corrected', gone: 'Removed' })[was],
      },
    ],
  }
  return (
    <Page title="What has changed" up={{ href: address(edition), says: 'The review' }}>
      <Table of={listing} rows={changed} hideCaption />
    </Page>
  )
}

/** Records that have a page of their own under their source's name. */
const opened = new Set([
  'support',
  'meetings',
  'ballots',
  'learning',
  'schemes',
  'library',
  'packages',
  'case-studies',
])

export const wordsForm = form({
  body: longText('Words', {
    ask: 'Enter the words of this section',
    rows: 10,
    hint: 'Set a figure in the text by its name, like {{support_days}}. Leave a blank line between paragraphs.',
  }),
})

export function WordsPage({ edition }: { edition: Edition }) {
  return (
    <Page
      title={`The words of ${yearName(edition.year)}`}
      up={{ href: address(edition), says: 'The review' }}
    >
      <Lead>Figures stand in the text by name, so that they are always those of the records.</Lead>
      {(Object.keys(sections) as SectionName[]).map((section) => (
        <Section title={sections[section]}>
          <Text>{edition.narrative[section]}</Text>
          <Link to={`${address(edition)}/words/${section}`}>Change “{sections[section]}”</Link>
        </Section>
      ))}
    </Page>
  )
}

type SectionWords = { edition: Edition; section: SectionName; answers: Answers }

export function SectionWordsPage({ edition, section, answers }: SectionWords) {
  return (
    <Page
      title={sections[section]}
      wrong={answers.errors.length > 0}
      up={{ href: `${address(edition)}/words`, says: 'The words' }}
    >
      <FormFor form={wordsForm} answers={answers} submit="Save" />
      <Details summary="The names of the figures">
        <Bullets
          items={edition.figures.map(
            (figure) => `{{${figure.key}}}: ${figure.says}, now ${figureText(figure)}`,
          )}
        />
      </Details>
    </Page>
  )
}

export function FreezePage({ edition, problem }: { edition: Edition; problem?: string }) {
  return (
    <Page
      title={`Freeze ${yearName(edition.year)}?`}
      wrong={problem !== undefined}
      up={{ href: address(edition), says: 'The review' }}
    >
      {problem ? <Inset>{problem}</Inset> : null}
      <Text>
        An edition keeps every figure, every word and the list of records behind them as they are now, under a
        digest. It can be read by everyone, without the numbers too small to publish, and it is never changed:
        when records are corrected, freeze another.
      </Text>
      <Deeds>
        <PressButton says="Freeze the edition" />
        <ButtonLink to={address(edition)} kind="secondary">
          Not now
        </ButtonLink>
      </Deeds>
    </Page>
  )
}
