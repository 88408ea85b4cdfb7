import { type Answers, type Form, form, optional } from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import { Lead, Link, Section, Text } from '../../platform/parts.tsx'
import { LinesFor } from '../../platform/questions.tsx'
import { Preview } from '../what-if/parts.tsx'
import type { YearCompared } from '../what-if/queries.ts'
import type { Bound } from './actions.ts'
import { Glossary } from './glossary.tsx'
import { commitmentTyped, inTitle, judgeField, judgeTyped } from './judges.ts'
import { type Likeness, likest } from './likeness.ts'
import type { ClauseBound, VersionNamed } from './queries.ts'
import { usualKind } from './rules.ts'

/** What was chosen for each clause, by its promise. */
export type Chosen = Record<string, string | null>

const LABEL = 'What judges it'
const nameOf = ({ promiseId }: ClauseBound) => `judge${promiseId}`

/** One question a clause that nothing judges yet: what should. */
export const manyForm = (clauses: ClauseBound[]): Form<Chosen> =>
  form<Chosen>(
    Object.fromEntries(
      clauses.map((clause) => [
        nameOf(clause),
        { ...optional(judgeField(LABEL, { empty: 'Leave it as it is' })), label: LABEL },
      ]),
    ),
  )

/** What the likeness of words suggests, typed into the form for whoever asks for it; saved by nobody but them. */
export const suggested = (clauses: ClauseBound[]): Chosen =>
  Object.fromEntries(
    clauses.flatMap((clause) => {
      const commitment = likest(clause.words)?.binding.commitment
      return commitment ? [[nameOf(clause), judgeTyped(commitment)]] : []
    }),
  )

/** What to bind of what was chosen, each held as what judges it usually is. */
export const chosenIn = (clauses: ClauseBound[], chosen: Chosen): Bound[] =>
  clauses.flatMap((clause) => {
    const commitment = commitmentTyped(chosen[nameOf(clause)] ?? judgeTyped(null))
    if (commitment === null) return []
    return [{ id: clause.promiseId, version: clause.version, commitment, kind: usualKind(commitment) }]
  })

/** Clauses that were chosen for but that somebody has bound since the form was opened. */
export const boundMeanwhile = (clauses: ClauseBound[], sent: FormData) =>
  clauses.filter((clause) => clause.commitment !== null && (sent.get(nameOf(clause)) ?? '') !== '')

/** What a clause seems to be, for a person to judge. */
export const Likely = ({ like, short, binding }: Likeness) => (
  <Text>
    Its words are like those of clause {like} of the working protocols (“{short}”), which is{' '}
    {binding.commitment === null ? 'kept between people only' : `judged by “${inTitle(binding.commitment)}”`}.
  </Text>
)

function titleOf({ number, words }: ClauseBound): string {
  const like = likest(words)
  const seems = like?.binding.commitment
    ? ` (suggested: ${inTitle(like.binding.commitment)}, as “${like.short}”)`
    : ' (nothing suggested)'
  return `${number}. ${words}${seems}`
}

type ManyProps = {
  version: VersionNamed
  named: string
  clauses: ClauseBound[]
  form: Form<Chosen>
  answers: Answers
  filled: boolean
  preview: YearCompared[] | null
}

export function ManyPage({ version, named, clauses, form, answers, filled, preview }: ManyProps) {
  const up = { href: `/standing/bindings?version=${version.id}`, says: 'What judges each clause' }
  return (
    <Page title="Bind clauses that nothing judges" wrong={answers.errors.length > 0} up={up}>
      <Lead>
        {named}. For each, a clause of the working protocols with like words is suggested; nothing is bound
        until you choose and save.
      </Lead>
      {clauses.length === 0 ? (
        <Text>Every clause of this version is bound.</Text>
      ) : (
        <>
          {!filled && (
            <Text>
              <Link to={`?version=${version.id}&with=suggestions`}>Fill in what is suggested</Link>, to look
              through before it is saved.
            </Text>
          )}
          {preview && (
            <Section title="What the suggestions would change">
              <Preview years={preview} none="This version is not in force: no school stands elsewhere." />
            </Section>
          )}
          <LinesFor
            form={form}
            answers={answers}
            submit="Save these bindings"
            lines={clauses.map((clause) => ({ title: titleOf(clause), asks: [nameOf(clause)] }))}
          />
          <Glossary />
        </>
      )}
    </Page>
  )
}
