import type { AgreedTerm, TermTakenBack } from '../../agreement/terms/queries.ts'
import { type TermName, termExplained, termInWords, termKinds } from '../../agreement/terms/rules.ts'
import { momentInWords, yearName } from '../../platform/day.ts'
import { type Answers, type Form, form } from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import { Bullets, Lead, Section, Text } from '../../platform/parts.tsx'
import { FormFor, PressButton } from '../../platform/questions.tsx'
import { Preview } from '../what-if/parts.tsx'
import type { YearCompared } from '../what-if/queries.ts'

/** Nothing is asked but whether; it carries what the number had come to when it was opened. */
export const takeBackForm: Form<object> = form({})

type TakeBackProps = {
  name: TermName
  term: AgreedTerm
  /** What would hold from its year on, were it not for it. */
  instead: number
  years: YearCompared[]
  answers: Answers
}

export const TakeBackPage = ({ name, term, instead, years, answers }: TakeBackProps) => (
  <Page
    title={`Take back ${termInWords(name, term.value)} from ${yearName(term.year)}`}
    wrong={answers.errors.length > 0}
    up={{ href: `/standing/terms/${name}`, says: termKinds[name].says }}
  >
    <Lead>
      Without it, what holds from {yearName(term.year)} on is {termExplained(name, instead, term.year)}, until
      a number agreed for a later year takes its place.
    </Lead>
    <Text>It was written down with: {term.decision || 'no decision'}. It can be put back.</Text>
    <Section title="What would change">
      <Preview years={years} none="No clause of the agreement in force leans on it yet." />
      <FormFor form={takeBackForm} answers={answers} submit="Take it back" />
    </Section>
  </Page>
)

type TakenBackProps = { name: TermName; terms: TermTakenBack[]; mayPutBack: (term: TermTakenBack) => boolean }

/** What was set and taken back, for everybody who sees the number. */
export const TakenBack = ({ name, terms, mayPutBack }: TakenBackProps) =>
  terms.length > 0 && (
    <Section title="Taken back">
      <Bullets
        items={terms.map((term) => (
          <>
            {termInWords(name, term.value)} from {yearName(term.year)}
            {term.decision && ` (${term.decision})`}, taken back by {term.byName ?? 'Endeavour'} on{' '}
            {momentInWords(term.at)}.
            {mayPutBack(term) && (
              <PressButton
                action={`/standing/terms/${name}/${term.id}/restore`}
                says="Put it back"
                about={`${termInWords(name, term.value)} from ${yearName(term.year)}`}
                quiet
              />
            )}
          </>
        ))}
      />
    </Section>
  )
