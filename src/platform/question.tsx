import { dayTyped } from './day.ts'
import { type Answers, type Field, splitSeveral } from './form.ts'

type Asked = {
  name: string
  field: Field<unknown>
  value: string
  describedBy: string | undefined
  wrong: boolean
}

export function Question({
  name,
  field,
  answers,
}: {
  name: string
  field: Field<unknown>
  answers: Answers
}) {
  const value = answers.values[name] ?? ''
  if (field.widget.kind === 'hidden') return <input type="hidden" name={name} value={value} />
  const error = answers.errors.find((e) => e.field === name)?.message
  const describedBy =
    [field.hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ') || undefined
  const asked = { name, field, value, describedBy, wrong: error !== undefined }
  const grouped = field.widget.kind === 'choice' || field.widget.kind === 'several'
  return (
    <div class={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`}>
      {grouped ? (
        <fieldset class="govuk-fieldset" aria-describedby={describedBy}>
          <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{field.label}</legend>
          <Beside name={name} hint={field.hint} error={error} />
          <Boxes {...asked} />
        </fieldset>
      ) : (
        <>
          <label class="govuk-label govuk-label--s" for={name}>
            {field.label}
          </label>
          <Beside name={name} hint={field.hint} error={error} />
          <Input {...asked} />
        </>
      )}
    </div>
  )
}

/** What stands between a question and its answer: help, and what was wrong. */
export function Beside({
  name,
  hint,
  error,
}: {
  name: string
  hint: string | undefined
  error: string | undefined
}) {
  return (
    <>
      {hint && (
        <div id={`${name}-hint`} class="govuk-hint">
          {hint}
        </div>
      )}
      {error && (
        <p id={`${name}-error`} class="govuk-error-message">
          <span class="govuk-visually-hidden">Error:</span> {error}
        </p>
      )}
    </>
  )
}

function Boxes({ name, field, value }: Asked) {
  const { widget } = field
  if (!('options' in widget)) return null
  const kind = widget.kind === 'several' ? 'checkboxes' : 'radios'
  const chosen = splitSeveral(value)
  return (
    <div class={`govuk-${kind} govuk-${kind}--small`}>
      {widget.options.map(([option, says], i) => (
        <div class={`govuk-${kind}__item`}>
          <input
            class={`govuk-${kind}__input`}
            type={kind === 'radios' ? 'radio' : 'checkbox'}
            id={i === 0 ? name : `${name}-${i}`}
            name={name}
            value={option}
            checked={chosen.includes(option)}
          />
          <label class={`govuk-label govuk-${kind}__label`} for={i === 0 ? name : `${name}-${i}`}>
            {says}
          </label>
        </div>
      ))}
    </div>
  )
}

function Input({ name, field: { widget }, value, describedBy, wrong }: Asked) {
  const drawn = (kind: 'input' | 'textarea' | 'select') => ({
    id: name,
    name,
    class: `govuk-${kind}${wrong ? ` govuk-${kind}--error` : ''}${kind === 'input' ? widthOf(widget) : ''}`,
    'aria-describedby': describedBy,
    ...(wrong ? { 'aria-invalid': 'true' as const } : {}),
  })
  if (widget.kind === 'long text')
    return (
      <textarea rows={widget.rows} {...drawn('textarea')}>
        {value}
      </textarea>
    )
  if (widget.kind === 'select')
    return (
      <select {...drawn('select')}>
        <option value="">{widget.empty}</option>
        {widget.options.map(([option, says]) => (
          <option value={option} selected={option === value}>
            {says}
          </option>
        ))}
      </select>
    )
  const type = widget.kind === 'text' ? (widget.type ?? 'text') : 'text'
  return (
    <input
      type={type === 'code' ? 'text' : type}
      value={widget.kind === 'day' ? british(value) : value}
      autocomplete={type === 'email' ? 'email' : type === 'code' ? 'one-time-code' : 'off'}
      {...(type === 'code' ? { inputmode: 'numeric' as const } : {})}
      {...drawn('input')}
    />
  )
}

function widthOf(widget: Field<unknown>['widget']) {
  if (widget.kind === 'day') return ' govuk-input--width-10'
  return widget.kind === 'text' && widget.width ? ` govuk-input--width-${widget.width}` : ''
}

/** A kept day is shown as people type it; what was mistyped is shown as it was. */
function british(value: string): string {
  const on = /^\d{4}-/.test(value) ? dayTyped(value) : undefined
  return on ? on.split('-').reverse().join('/') : value
}
