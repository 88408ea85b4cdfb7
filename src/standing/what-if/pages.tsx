import { termField } from '../../agreement/terms/fields.ts'
import { type TermName, type Terms, termInWords, termKinds, termNames } from '../../agreement/terms/rules.ts'
import { type AcademicYear, yearName } from '../../platform/day.ts'
import { type Answers, type Field, type Form, form, optional } from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import { Lead, Link, Section, Small, Text } from '../../platform/parts.tsx'
import { AskFor } from '../../platform/questions.tsx'
import { ComparedChart, ComparedSentences, ComparedTable, type OwnRow, OwnTable, type Row } from './parts.tsx'
import { triedInWords } from './rules.ts'

export type Tried = { [Name in keyof Terms]: number | null }

/** Every number the heads agree, each of which may be left as it is. */
export const tryForm = (agreed: Terms): Form<Tried> =>
  form<Tried>(
    Object.fromEntries(
      termNames.map((name) => {
        const field = termField(name, { label: termKinds[name].says, ask: '', empty: 'As agreed' })
        const hint = `Agreed now: ${termInWords(name, agreed[name])}`
        return [name, { ...optional(field), label: field.label, hint }]
      }),
    ) as Record<TermName, Field<number | null>>,
  )

type WhatIfProps = {
  form: Form<Tried>
  answers: Answers
  recorded: AcademicYear[]
  tried: Partial<Terms>
  rows: Row[]
  /** Whether small numbers are left out for this reader. */
  small: 'told' | 'left out'
  own: OwnRow[]
  csv: string
}

export function WhatIfPage({ form, answers, recorded, ...found }: WhatIfProps) {
  return (
    <Page title="What if" wrong={answers.errors.length > 0} wide>
      <Lead>
        Try other numbers on years that are over. Nothing is changed by it, and the address can be shared.
      </Lead>
      {Object.keys(found.tried).length > 0 && <Found {...found} />}
      <Section title="Numbers to try">
        <Text>
          {recorded.length === 0
            ? 'No year is recorded yet, so there is nothing to try them on.'
            : `They are tried on ${recorded.map(yearName).join(', ')}. Leave a number empty to keep what was agreed.`}
        </Text>
        <AskFor form={form} answers={answers} submit="Try these" />
      </Section>
    </Page>
  )
}

type FoundProps = Pick<WhatIfProps, 'tried' | 'rows' | 'small' | 'own' | 'csv'>

function Found({ tried, rows, small, own, csv }: FoundProps) {
  return (
    <Section title={`Had ${triedInWords(tried)}`}>
      {rows.length === 0 ? (
        <Text>No clause that bound a recorded year leans on it.</Text>
      ) : (
        <>
          <ComparedSentences rows={rows} />
          <ComparedChart rows={rows} />
          <ComparedTable rows={rows} />
          <Small>
            Totals only: no school is named
            {small === 'left out' &&
              ', and fewer than 5 schools are never counted out, nor is a move of so few'}
            . <Link to={csv}>Download as CSV</Link>
          </Small>
          {own.length > 0 && (
            <Section title="Your own school">
              <OwnTable rows={own} />
            </Section>
          )}
        </>
      )}
    </Section>
  )
}
