import type { Child, PropsWithChildren } from 'hono/jsx'
import type { Day } from './day.ts'

/** Addresses that people type may only lead to the web, to a calendar or to mail; anything else is shown as text. */
const safe = (href: string) => /^(https?:\/\/|webcal:\/\/|mailto:|tel:|\/(?!\/)|#|\?)/i.test(href)

export function Link({ to, children, quiet }: PropsWithChildren<{ to: string; quiet?: boolean }>) {
  if (!safe(to)) return <>{children}</>
  return (
    <a href={to} {...(quiet ? { class: 'en-quiet' } : {})}>
      {children}
    </a>
  )
}

/** A code to be typed from a screen, large and well apart. */
export const SpelledCode = ({ says }: { says: string }) => <p class="en-code">{says}</p>

export const Text = ({ children }: PropsWithChildren) => <p class="govuk-body">{children}</p>
export const Lead = ({ children }: PropsWithChildren) => <p class="govuk-body-l">{children}</p>
export const Small = ({ children }: PropsWithChildren) => <p class="govuk-body-s">{children}</p>
export const Inset = ({ children }: PropsWithChildren) => <div class="govuk-inset-text">{children}</div>
export const Bullets = ({ items }: { items: Child[] }) => (
  <ul class="govuk-list govuk-list--bullet">
    {items.map((item) => (
      <li>{item}</li>
    ))}
  </ul>
)

/** Many short links, in as many columns as there is room for. */
export const LinkList = ({ links }: { links: { href: string; says: string }[] }) => (
  <ul class="govuk-list en-links">
    {links.map(({ href, says }) => (
      <li>
        <Link to={href}>{says}</Link>
      </li>
    ))}
  </ul>
)

export function Section({ title, id, children }: PropsWithChildren<{ title: string; id?: string }>) {
  return (
    <section {...(id ? { id } : {})} class="en-section">
      <h2 class="govuk-heading-l">{title}</h2>
      {children}
    </section>
  )
}

export const Subheading = ({ children }: PropsWithChildren) => <h3 class="govuk-heading-m">{children}</h3>

export function Details({ summary, children }: PropsWithChildren<{ summary: string }>) {
  return (
    <details class="en-details">
      <summary>{summary}</summary>
      <div>{children}</div>
    </details>
  )
}

export type Fact = { is: string; says: Child; change?: { href: string; what: string } }

/** One thing, told as a list of what is so about it. */
export function Facts({ facts }: { facts: (Fact | null | false)[] }) {
  return (
    <dl class="en-facts">
      {facts
        .filter((fact) => !!fact)
        .map(({ is, says, change }) => (
          <div>
            <dt>{is}</dt>
            <dd>{says === null || says === '' ? <span class="en-unknown">Not known</span> : says}</dd>
            {change && (
              <dd>
                <a href={change.href}>
                  Change<span class="govuk-visually-hidden"> {change.what}</span>
                </a>
              </dd>
            )}
          </div>
        ))}
    </dl>
  )
}

export function ButtonLink({
  to,
  children,
  kind,
}: PropsWithChildren<{ to: string; kind?: 'secondary' | 'warning' }>) {
  return (
    <a href={to} draggable={false} class={`govuk-button${kind ? ` govuk-button--${kind}` : ''}`}>
      {children}
    </a>
  )
}

/** What one can do here, side by side. */
export const Deeds = ({ children }: PropsWithChildren) => <div class="en-deeds">{children}</div>

/** Met, due, broken, told, and said without weight; each has its own shape as well as its colour. */
export type Tone = 'good' | 'due' | 'bad' | 'calm' | 'quiet'

/** A state, always as a word with a shape beside its colour. */
export const Tag = ({ says, tone = 'quiet' }: { says: string; tone?: Tone }) => (
  <strong class={tone === 'quiet' ? 'en-tag' : `en-tag en-tag--${tone}`}>{says}</strong>
)

/** What came of something, large: a state, and the sentence that says it. */
export const Verdict = ({ state, tone, children }: PropsWithChildren<{ state: string; tone: Tone }>) => (
  <div class={`en-verdict en-verdict--${tone}`}>
    <Tag says={state} tone={tone} />
    <p>{children}</p>
  </div>
)

/** A digest or a long number in hexadecimal: broken where there is no room, and copied whole. */
export const Digest = ({ of }: { of: string }) => <code class="en-digest">{of}</code>

type CommandProps = { of?: string; says: string; gives: string }

/** A line to be copied into a command line, what it is about, and what comes of it. */
export const CommandLine = ({ of, says, gives }: CommandProps) => (
  <div class="en-command">
    {of && <p>{of}</p>}
    <pre>
      <code>{says}</code>
    </pre>
    <p>
      gives <Digest of={gives} />
    </p>
  </div>
)

/** What is said in words, such as “fewer than 5”, stands smaller than a number. */
const MOST_IN_LARGE = 8

type FigureProps = { value: string; of: string; href?: string; means?: string }

/** A figure with what it counts; it opens the records behind it. `means` defines what is counted. */
export function Figure({ value, of, href, means }: FigureProps) {
  const inside = (
    <>
      <span
        class={value.length > MOST_IN_LARGE ? 'en-figure__value en-figure__value--words' : 'en-figure__value'}
      >
        {value}
      </span>{' '}
      <span class="en-figure__of">{of}</span>
    </>
  )
  return (
    <li class="en-figure">
      {href ? <a href={href}>{inside}</a> : <span>{inside}</span>}
      {means && <p class="en-figure__means">{means}</p>}
    </li>
  )
}

export const Figures = ({ children }: PropsWithChildren) => <ul class="en-figures">{children}</ul>

type ChoicesProps = { items: { href: string; title: string; says: string }[]; inSection?: boolean }

/** Ways to go on, each a title and a sentence. In a Section its titles are one level lower. */
export function Choices({ items, inSection }: ChoicesProps) {
  const Title = inSection ? 'h3' : 'h2'
  return (
    <ul class="en-choices">
      {items.map(({ href, title, says }) => (
        <li class="en-choice">
          <Title class="govuk-heading-s">
            <a href={href}>{title}</a>
          </Title>
          <p class="govuk-body">{says}</p>
        </li>
      ))}
    </ul>
  )
}

export type Step = { href: string; says: string; why?: string; state?: { says: string; tone: Tone } }

/** What needs this person, most pressing first; `none` is said when nothing does. */
export function NextSteps({ steps, none }: { steps: Step[]; none: string }) {
  if (steps.length === 0) return <p class="govuk-body en-empty">{none}</p>
  return (
    <ul class="en-steps">
      {steps.map(({ href, says, why, state }) => (
        <li class="en-step">
          <div>
            <Link to={href}>{says}</Link>
            {why && <p>{why}</p>}
          </div>
          {state && <Tag {...state} />}
        </li>
      ))}
    </ul>
  )
}

type DatedLine = { on: Day; when: string; says: string; more?: string; href: string }

/** What is coming, each with its day before it; `when` is the day as it is read. */
export const Agenda = ({ days }: { days: DatedLine[] }) => (
  <ol class="en-agenda">
    {days.map(({ on, when, says, more, href }) => (
      <li>
        <time datetime={on}>{when}</time>
        <div>
          <Link to={href}>{says}</Link>
          {more && <p>{more}</p>}
        </div>
      </li>
    ))}
  </ol>
)

type TimedLine = { time: string | null; says: string; more?: string; href: string }

/** What a meeting takes one after another, each with the time of day at which it begins, where that is known. */
export const RunningOrder = ({ lines }: { lines: TimedLine[] }) => (
  <ol class="en-agenda en-agenda--hours">
    {lines.map(({ time, says, more, href }) => (
      <li>
        {time ? <time datetime={time}>{time}</time> : <span />}
        <div>
          <Link to={href}>{says}</Link>
          {more && <p>{more}</p>}
        </div>
      </li>
    ))}
  </ol>
)

type SiblingsProps = { label: string; pages: { href: string; says: string }[]; current: string }

/** A row of pages that belong together, such as the academic years of one list. `current` is an href. */
export function Siblings({ label, pages, current }: SiblingsProps) {
  return (
    <nav class="en-siblings" aria-label={label}>
      <ul>
        {pages.map(({ href, says }) => (
          <li>
            <a href={href} {...(href === current ? { 'aria-current': 'page' as const } : {})}>
              {says}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

type ColumnsProps = PropsWithChildren<{ beside: Child; below?: Child }>

/** The page’s matter with something beside it, and more of it below; one beneath the other where there is no room. */
export const Columns = ({ beside, below, children }: ColumnsProps) => (
  <div class="en-columns">
    <div>{children}</div>
    <div class="en-columns__beside">{beside}</div>
    {below && <div class="en-columns__below">{below}</div>}
  </div>
)

/** Charts and other pictures next to each other, as many as there is room for. */
export const SideBySide = ({ children }: PropsWithChildren) => <div class="en-side-by-side">{children}</div>

/** How far long work has come; `of` 0 means that nobody can tell yet. */
export const Progress = ({ says, done, of }: { says: string; done: number; of: number }) => (
  <div class="en-progress">
    <label for="progress">{says}</label>
    <progress id="progress" {...(of > 0 ? { value: done, max: of } : {})} />
  </div>
)

type StagesProps = { label: string; stages: { says: string; is: 'done' | 'here' | 'ahead' }[] }

/** The way that something goes, with where it stands on it. */
export const Stages = ({ label, stages }: StagesProps) => (
  <ol class="en-stages" aria-label={label}>
    {stages.map(({ says, is }) => (
      <li class={`en-stage en-stage--${is}`} {...(is === 'here' ? { 'aria-current': 'step' as const } : {})}>
        {says}
      </li>
    ))}
  </ol>
)

/** Running text that people wrote, with its own headings, lists and tables. */
export const Prose = ({ children }: PropsWithChildren) => <div class="en-prose">{children}</div>

type Passage = { id: string; number: string; called: string; says: Child }

/** Numbered passages of a text. Each has an address of its own, to which its number leads. */
export const Passages = ({ items }: { items: Passage[] }) => (
  <ol class="en-passages">
    {items.map(({ id, number, called, says }) => (
      <li id={id}>
        <a href={`#${id}`} aria-label={called}>
          {number}
        </a>
        <div>{says}</div>
      </li>
    ))}
  </ol>
)

/** A stretch of a text that was reworded: as it was, new, or gone. */
export type Piece = { text: string; is: 'same' | 'added' | 'removed' }

/** A reworded text with its changes marked, and said for those who hear it. */
export const Reworded = ({ pieces }: { pieces: Piece[] }) => (
  <p class="govuk-body en-reworded">
    {pieces.map(({ text, is }) => {
      if (is === 'same') return text
      const Mark = is === 'added' ? 'ins' : 'del'
      return (
        <Mark>
          <span class="govuk-visually-hidden"> [{is}:</span>
          {text}
          <span class="govuk-visually-hidden">] </span>
        </Mark>
      )
    })}
  </p>
)

/** Text with the words in it marked that somebody looked for. */
export const Marked = ({ pieces }: { pieces: { text: string; found: boolean }[] }) => (
  <>{pieces.map(({ text, found }) => (found ? <mark>{text}</mark> : text))}</>
)
