import { inWords, momentInWords } from '../../platform/day.ts'
import { form, longText, optional, select } from '../../platform/form.ts'
import { Markdown } from '../../platform/markdown.tsx'
import { Page } from '../../platform/page.tsx'
import {
  ButtonLink,
  Choices,
  Deeds,
  Facts,
  Inset,
  Link,
  Section,
  Small,
  Text,
} from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import type { Review } from '../reviews/queries.ts'
import { type MoveName, moves } from '../reviews/rules.ts'
import type { Standing } from '../rules.ts'
import { type Estimate, estimates, type Section as Heading, type Part, parts, sections } from '../tables.ts'
import type { Written } from './queries.ts'
import { hasCome, inAddress, readsPart, sectionsOf, writesPart } from './rules.ts'

const words = (hint: string) => optional(longText('What is there to say', { ask: '', hint, rows: 14 }))

const hints: Record<Part, string> = {
  'self-review': 'What is strong, what is not yet, and how you know. No pupil’s name belongs here.',
  report:
    'What you saw and heard, and what you would look at next. No pupil’s or teacher’s name belongs here.',
  workshop: 'What was agreed: what changes, who sees to it, and by when.',
  'follow-up': 'What has changed since, and how you know.',
}

/** A workshop and a follow-up are told in words alone. */
export const wordsForm = (part: Part) => form<{ words: string | null }>({ words: words(hints[part]) })

export const estimatedForm = (part: Part) =>
  form<{ words: string | null; estimate: Estimate | null }>({
    words: words(hints[part]),
    estimate: optional(
      select('Estimate', estimates, {
        ask: '',
        hint: 'For those who read this and for nobody else: it is in no total and no list.',
        empty: 'None',
      }),
    ),
  })

type ChoicesProps = { review: Review; standing: Standing }

/** What is written of a review, as far as this person reads it. */
export function TextsSection({ review, standing }: ChoicesProps) {
  const read = (Object.keys(parts) as Part[]).filter((part) => readsPart(standing, part, review))
  if (read.length === 0) return null
  return (
    <Section title="What is written" id="texts">
      <Choices
        inSection
        items={read.map((part) => ({
          href: `/peer-review/${review.id}/texts/${part}`,
          title: parts[part],
          says: saysOf(part, review, writesPart(standing, part, review)),
        }))}
      />
    </Section>
  )
}

const comes: Record<Part, string> = {
  'self-review': 'Nothing is written.',
  report: 'Its reviewers write it after the visit.',
  workshop: 'What was agreed is written once the report is handed over.',
  'follow-up': 'Written after the improvement workshop.',
}

function saysOf(part: Part, { state, reportedAt, host }: Review, writes: boolean): string {
  if (!hasCome(part, state)) return comes[part]
  if (part === 'report' && !reportedAt)
    return writes
      ? 'You write it section by section, several at once.'
      : 'Its reviewers have not handed it over.'
  if (part === 'report')
    return `Handed over on ${momentInWords(reportedAt as Date)}. The head of ${host} decides who reads it.`
  return writes ? 'You may write this.' : 'To read.'
}

type PartProps = {
  review: Review
  part: Part
  texts: Written[]
  writes: boolean
  /** Steps that end the writing of this part, for whoever takes them. */
  moves: MoveName[]
  /** Whether it may be kept as a file: a report that was handed over. */
  prints: boolean
  isOwner: boolean
}

export function PartPage({ review, part, texts, writes, moves: open, prints, isOwner }: PartProps) {
  return (
    <Page
      title={`${parts[part]}: ${review.host}`}
      up={{ href: `/peer-review/${review.id}`, says: `Peer review of ${review.host}` }}
    >
      <Inset>{whoReads(part, review, isOwner)}</Inset>
      {part === 'report' && <Facts facts={visitFacts(review)} />}
      {sectionsOf(part).map((section) => (
        <Passage
          heading={headingOf(part, section)}
          written={texts.find((one) => one.section === section)}
          edit={writes ? `/peer-review/${review.id}/texts/${part}/${inAddress(section)}` : null}
        />
      ))}
      <Deeds>
        {prints && (
          <ButtonLink to={`/peer-review/${review.id}/report.pdf`} kind="secondary">
            Report as PDF
          </ButtonLink>
        )}
        {open.map((name) => (
          <PressButton action={`/peer-review/${review.id}/moves/${name}`} says={moves[name].says} />
        ))}
      </Deeds>
    </Page>
  )
}

const headingOf = (part: Part, section: Heading) =>
  sectionsOf(part).length === 1 ? parts[part] : sections[section]

function whoReads(part: Part, { host, reportedAt }: Review, isOwner: boolean): string {
  const head = isOwner ? 'you' : `the head of ${host}`
  if (part === 'report' && !reportedAt)
    return `Read by its reviewers and by ${head}, until it is handed over. From then on only ${head} and whoever ${isOwner ? 'you name' : 'the head names'} can open it.`
  if (part === 'self-review' && !reportedAt)
    return `Read by ${head}, whoever ${isOwner ? 'you name' : 'the head names'}, and the reviewers once it is given to them.`
  return `Read by ${head} and whoever ${isOwner ? 'you name' : 'the head names'}, and by nobody else.`
}

const visitFacts = ({ visitFrom, visitTo, focus }: Review) => [
  visitFrom !== null && {
    is: 'Visit',
    says:
      visitTo && visitTo !== visitFrom ? `${inWords(visitFrom)} to ${inWords(visitTo)}` : inWords(visitFrom),
  },
  focus !== null && { is: 'Focus', says: focus },
]

type PassageProps = { heading: string; edit: string | null; written: Written | undefined }

const Passage = ({ heading, edit, written }: PassageProps) => (
  <Section title={heading}>
    {written?.words ? <Markdown text={written.words} /> : <Text>Nothing is written here yet.</Text>}
    {written?.estimate && <Text>Estimate: {estimates[written.estimate]}</Text>}
    {written && (
      <Small>
        {written.writtenBy ? `${written.writtenBy} wrote this on ` : 'Written on '}
        {momentInWords(written.writtenAt)}
      </Small>
    )}
    {edit && (
      <Text>
        <Link to={edit}>Write {heading.toLowerCase()}</Link>
      </Text>
    )}
  </Section>
)
