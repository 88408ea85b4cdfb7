import { randomUUID } from 'node:crypto'
import type { Child, PropsWithChildren } from 'hono/jsx'
import type { Answers, Field, Form } from './form.ts'
import { KeepsTyped } from './live-part.tsx'
import { Beside, Question } from './question.tsx'

type FormProps = PropsWithChildren<{
  form: Form<never> | Form<unknown>
  answers: Answers
  submit: string
  action?: string
  warning?: boolean
  files?: boolean
  /** What is typed outlives a lost connection and a reload, and is sent again by itself. Not for files. */
  keeps?: boolean
}>

/** The whole form: what is wrong first, then every question in the order it was declared. */
export function FormFor({ form, answers, submit, action, warning, files, keeps, children }: FormProps) {
  return (
    <form
      method="post"
      novalidate
      class="en-form"
      {...(action ? { action } : {})}
      {...(files ? { enctype: 'multipart/form-data' } : {})}
    >
      <ErrorSummary form={form} answers={answers} />
      <input type="hidden" name="form-key" value={answers.key} />
      {answers.version !== undefined && (
        <input type="hidden" name="form-version" value={String(answers.version)} />
      )}
      {Object.entries(form.fields as Record<string, Field<unknown>>).map(([name, field]) => (
        <Question name={name} field={field} answers={answers} />
      ))}
      {children}
      {keeps && <KeepsTyped />}
      <button type="submit" class={`govuk-button${warning ? ' govuk-button--warning' : ''}`}>
        {submit}
      </button>
    </form>
  )
}

/** One thing on a form of many, and the questions about it by name. */
type Line = {
  title: string
  asks: string[]
  /** What is known of it, beneath its title. */
  says?: string | null
  /** The record whose changes this line follows while nobody is typing in it, and its name among the live parts. */
  live?: { of: string; part: string }
}
type LinesProps = Omit<FormProps, 'form'> & {
  form: Form<never> | Form<unknown>
  lines: Line[]
  /** The last two questions of a line are times of day, and take little room. */
  times?: boolean
  /** Each thing is a passage of text rather than a name, and has the room that takes. */
  passages?: boolean
}

/** A form of many short lines under common headings, such as a register: a few questions about each thing. */
export function LinesFor({ form, answers, submit, lines, passages, times, keeps, children }: LinesProps) {
  const fields: Record<string, Field<unknown>> = form.fields
  const shown = (asks: string[]) => asks.filter((name) => fields[name]?.widget.kind !== 'hidden')
  return (
    <form
      method="post"
      novalidate
      class={`en-form en-form--lines${passages ? ' en-form--passages' : ''}${times ? ' en-form--times' : ''}`}
    >
      <ErrorSummary form={form} answers={answers} />
      <input type="hidden" name="form-key" value={answers.key} />
      {answers.version !== undefined && (
        <input type="hidden" name="form-version" value={String(answers.version)} />
      )}
      <div class="en-line en-line--heading" aria-hidden="true">
        <span />
        {shown(lines[0]?.asks ?? []).map((name) => (
          <span>{fields[name]?.label}</span>
        ))}
      </div>
      {lines.map(({ title, asks, says, live }) => (
        <fieldset class="en-line" {...(live ? { id: `live-${live.part}`, 'data-live': live.of } : {})}>
          <legend>
            {title}
            {says && <span class="en-line__says">{says}</span>}
          </legend>
          {asks.map(
            (name) => fields[name] && <Question name={name} field={fields[name]} answers={answers} />,
          )}
        </fieldset>
      ))}
      {children}
      {keeps && <KeepsTyped />}
      <button type="submit" class="govuk-button">
        {submit}
      </button>
    </form>
  )
}

/** One thing with its questions, what is to be known of it before them, and what may be done with it after. */
type Group = Line & { id?: string; above?: Child; below?: Child }
type GroupsProps = Omit<FormProps, 'form'> & {
  form: Form<never> | Form<unknown>
  groups: Group[]
  /** The questions about each thing stand in one row where there is room. */
  inRows?: boolean
}

/** A form about several things, one after another: a few questions about each, under its own heading. */
export function GroupsFor({ form, answers, submit, groups, inRows, keeps, children }: GroupsProps) {
  const fields: Record<string, Field<unknown>> = form.fields
  return (
    <form method="post" novalidate class={`en-form en-form--groups${inRows ? ' en-form--rows' : ''}`}>
      <ErrorSummary form={form} answers={answers} />
      <input type="hidden" name="form-key" value={answers.key} />
      {answers.version !== undefined && (
        <input type="hidden" name="form-version" value={String(answers.version)} />
      )}
      {groups.map(({ title, asks, id, above, below }) => (
        <fieldset class="govuk-fieldset en-section" {...(id ? { id } : {})}>
          <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">
            <h2 class="govuk-fieldset__heading">{title}</h2>
          </legend>
          {above}
          {asks.map(
            (name) => fields[name] && <Question name={name} field={fields[name]} answers={answers} />,
          )}
          {below}
        </fieldset>
      ))}
      {children}
      {keeps && <KeepsTyped />}
      <button type="submit" class="govuk-button">
        {submit}
      </button>
    </form>
  )
}

/** Takes the focus when the page opens, so that what is wrong is heard and seen first. */
export function ErrorSummary({
  form,
  answers: { errors },
}: {
  form: Form<never> | Form<unknown>
  answers: Answers
}) {
  if (errors.length === 0) return null
  return (
    <div
      class="govuk-error-summary"
      id="errors"
      tabindex={-1}
      autofocus
      aria-labelledby="errors-title"
      role="alert"
    >
      <h2 class="govuk-error-summary__title" id="errors-title">
        There is a problem
      </h2>
      <div class="govuk-error-summary__body">
        <ul class="govuk-list govuk-error-summary__list">
          {errors.map(({ field, message }) => (
            <li>{Object.hasOwn(form.fields, field) ? <a href={`#${field}`}>{message}</a> : message}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}

/** What a list to choose from says before anything is chosen, unless its form says something better. */
const CHOOSE = 'Choose one'

/** Every question of a filter may be left out, which goes without saying there, and taken back again. */
function inFilter(field: Field<unknown>): Field<unknown> {
  const label = field.label.replace(/ \(optional\)$/, '')
  const { widget } = field
  if (widget.kind !== 'choice' && widget.kind !== 'select') return { ...field, label }
  const empty = widget.kind === 'select' && widget.empty !== CHOOSE ? widget.empty : 'Any'
  return { ...field, label, widget: { kind: 'select', options: widget.options, empty } }
}

/**
 * A form that only narrows a list: its answers stand in the address, so they can be shared and gone back to.
 * On a phone it is folded until it is wanted or has narrowed something.
 */
export function FilterFor({ form, answers }: { form: Form<never> | Form<unknown>; answers: Answers }) {
  const narrowed = Object.values(answers.values).some((value) => value !== '')
  return (
    <search>
      <details class="en-filter en-fold" open={narrowed}>
        <summary>Find in this list</summary>
        <form method="get" class="en-filter__row">
          {Object.entries(form.fields as Record<string, Field<unknown>>).map(([name, field]) => (
            <Question name={name} field={inFilter(field)} answers={answers} />
          ))}
          <button type="submit" class="govuk-button govuk-button--secondary">
            Show
          </button>
          {narrowed && (
            <p>
              <a href="?">Show all</a>
            </p>
          )}
        </form>
      </details>
    </search>
  )
}

/** A form that only asks: its answers stand in the address, and the page answers it beneath. */
export function AskFor({
  form,
  answers,
  submit,
}: {
  form: Form<never> | Form<unknown>
  answers: Answers
  submit: string
}) {
  return (
    <form method="get" novalidate class="en-form">
      <ErrorSummary form={form} answers={answers} />
      {Object.entries(form.fields as Record<string, Field<unknown>>).map(([name, field]) => (
        <Question name={name} field={field} answers={answers} />
      ))}
      <button type="submit" class="govuk-button">
        {submit}
      </button>
    </form>
  )
}

type FileProps = {
  name: string
  label: string
  hint?: string
  error?: string
  accept?: string
  several?: boolean
}

/** Asks for a file, or several. Stands in a FormFor that has `files`; browsers cannot keep what was chosen. */
export function FileQuestion({ name, label, hint, error, accept, several }: FileProps) {
  const describedBy =
    [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ') || undefined
  return (
    <div class={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`}>
      <label class="govuk-label govuk-label--s" for={name}>
        {label}
      </label>
      <Beside name={name} hint={hint} error={error} />
      <input
        type="file"
        id={name}
        name={name}
        class={`en-file${error ? ' en-file--error' : ''}`}
        accept={accept}
        multiple={several}
        aria-describedby={describedBy}
        {...(error ? { 'aria-invalid': 'true' as const } : {})}
      />
    </div>
  )
}

type PressProps = {
  action?: string
  name?: string
  value?: string
  says: string
  as?: string
  /** Which of many it is about, for those who hear it among others of its name. */
  about?: string
  warning?: boolean
  quiet?: boolean
}

/** A button that is a form by itself. `as` finishes its name for those who hear it: “Sign in as Amina”. */
export function PressButton({ action, name, value, says, as, about, warning, quiet }: PressProps) {
  const kind = warning ? ' govuk-button--warning' : quiet ? ' govuk-button--secondary' : ''
  return (
    <form method="post" class="en-press" {...(action ? { action } : {})}>
      <input type="hidden" name="form-key" value={randomUUID()} />
      {name && <input type="hidden" name={name} value={value ?? ''} />}
      <button type="submit" class={`govuk-button${kind}`}>
        {says}
        {as && <span class="govuk-visually-hidden"> as {as}</span>}
        {about && <span class="govuk-visually-hidden">: {about}</span>}
      </button>
    </form>
  )
}

/** A further button of the form it stands in: it sends the same answers, and says what is wanted after they are kept. */
export const SubmitThen = ({ value, says, about }: { value: string; says: string; about?: string }) => (
  <button type="submit" name="next" value={value} class="govuk-button govuk-button--secondary">
    {says}
    {about && <span class="govuk-visually-hidden">: {about}</span>}
  </button>
)

/** A button that nothing but a script of ours answers; it says what by `does`. Stands where only a script shows it. */
export const DoButton = ({ does, children }: PropsWithChildren<{ does: string }>) => (
  <button type="button" data-does={does} class="govuk-button govuk-button--secondary">
    {children}
  </button>
)
