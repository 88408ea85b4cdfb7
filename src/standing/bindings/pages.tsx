import type { Child } from 'hono/jsx'
import { type ClauseKind, clauseKinds } from '../../agreement/tables.ts'
import { termKinds } from '../../agreement/terms/rules.ts'
import { type Answers, type Form, form } from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import {
  ButtonLink,
  Deeds,
  Facts,
  Inset,
  Lead,
  Link,
  Section,
  Siblings,
  Small,
  Tag,
  Text,
} from '../../platform/parts.tsx'
import { AskFor, FormFor } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import { Preview } from '../what-if/parts.tsx'
import type { YearCompared } from '../what-if/queries.ts'
import { termsOf } from '../what-if/rules.ts'
import { Glossary } from './glossary.tsx'
import { commitmentTyped, judgeField, judges, kindField } from './judges.ts'
import type { Likeness } from './likeness.ts'
import { Likely } from './many.tsx'
import type { ClauseBound, VersionNamed } from './queries.ts'
import { asksOf } from './rules.ts'

const tones = { kept: 'good', measured: 'calm', declared: 'calm', people: 'quiet' } as const
export const KindTag = ({ kind }: { kind: ClauseKind }) => <Tag says={clauseKinds[kind]} tone={tones[kind]} />

const termsInWords = (commitment: string | null) =>
  termsOf(commitment)
    .map((name) => termKinds[name].says)
    .join('; ')

export const bindingsList: Listing<ClauseBound> = {
  caption: 'What judges each clause',
  empty: 'This version has no clauses.',
  columns: [
    {
      title: 'Clause',
      show: ({ number, promiseId }) => (
        <Link to={`/standing/bindings/${promiseId}`}>{`Clause\u00a0${number}`}</Link>
      ),
      csv: ({ number }) => number,
    },
    { title: 'What it says', show: ({ words }) => words },
    {
      title: 'How it is held',
      show: ({ kind }) => <KindTag kind={kind} />,
      csv: ({ kind }) => clauseKinds[kind],
    },
    { title: 'What is looked at', show: ({ commitment }) => asksOf(commitment) ?? 'Nothing: people keep it' },
    { title: 'Numbers it leans on', show: ({ commitment }) => termsInWords(commitment) },
  ],
}

export const versionNamed = ({ number, title }: VersionNamed) =>
  number === null ? `Draft: ${title}` : `Version ${number}`

type BindingsProps = {
  versions: VersionNamed[]
  shown: VersionNamed | undefined
  inForce: number | undefined
  clauses: ClauseBound[]
  binds: boolean
}

export function BindingsPage({ versions, shown, inForce, clauses, binds }: BindingsProps) {
  const pages = versions.map((one) => ({
    href: `/standing/bindings?version=${one.id}`,
    says: `${versionNamed(one)}${one.id === inForce ? ', in force' : ''}`,
  }))
  return (
    <Page title="What judges each clause" wide>
      <Lead>
        A clause is kept by the system itself, measured from records, declared by the head each year, or kept
        between people only.
      </Lead>
      {versions.length > 1 && (
        <Siblings label="Versions" pages={pages} current={`/standing/bindings?version=${shown?.id}`} />
      )}
      {shown ? (
        <>
          {binds && (
            <Deeds>
              <ButtonLink to={`/standing/bindings/many?version=${shown.id}`} kind="secondary">
                Bind what nothing judges yet
              </ButtonLink>
            </Deeds>
          )}
          <Table of={bindingsList} rows={clauses} hideCaption />
          <Small>
            <Link to={`/standing/bindings?version=${shown.id}&format=csv`}>Download as CSV</Link>
          </Small>
        </>
      ) : (
        <Text>
          There is no agreement yet. Import the alliance’s own text, and its clauses can be bound here.
        </Text>
      )}
    </Page>
  )
}

export type BindingTyped = { commitment: string; kind: ClauseKind }

const fields = { commitment: judgeField('What judges it'), kind: kindField('How it is held') }
const hidden = { kind: 'hidden' } as const

export const bindingForm: Form<BindingTyped> = form<BindingTyped>(fields)

/** The same once its consequences have been shown: it travels along unseen. */
export const boundForm: Form<BindingTyped> = form<BindingTyped>({
  commitment: { ...fields.commitment, widget: hidden },
  kind: { ...fields.kind, widget: hidden },
})

export type Confirmed = { answers: Answers; tried: BindingTyped | undefined; years: YearCompared[] }

type BindingProps = {
  clause: ClauseBound
  like: Likeness | undefined
  asked: Answers | null
  confirmed: Confirmed | null
  history: Child
}

export function BindingPage({ clause, like, asked, confirmed, history }: BindingProps) {
  const { number, part, words, commitment, kind } = clause
  const wrong = [asked, confirmed?.answers].some((answers) => (answers?.errors.length ?? 0) > 0)
  return (
    <Page
      title={`Clause ${number}: what judges it`}
      wrong={wrong}
      up={{ href: '/standing/bindings', says: 'What judges each clause' }}
    >
      <Inset>{words}</Inset>
      <Facts
        facts={[
          part !== '' && { is: 'Part', says: part },
          { is: 'How it is held', says: <KindTag kind={kind} /> },
          { is: 'What is looked at', says: asksOf(commitment) ?? 'Nothing: people keep it' },
          { is: 'Numbers it leans on', says: termsInWords(commitment) || 'None' },
        ]}
      />
      {confirmed && <Confirm {...confirmed} />}
      {asked && (
        <Section title="Bind it otherwise">
          {commitment === null && like && <Likely {...like} />}
          <AskFor form={bindingForm} answers={asked} submit="See what would change" />
          <Glossary />
        </Section>
      )}
      {history}
    </Page>
  )
}

function wouldBe({ commitment, kind }: BindingTyped): string {
  const asks = asksOf(commitmentTyped(commitment))
  if (asks === null) return 'No record would judge it: people keep it.'
  return `${judges[commitment]}, held as “${clauseKinds[kind]}”. What is looked at: ${asks}`
}

function Confirm({ answers, tried, years }: Confirmed) {
  return (
    <Section title="What would change">
      {tried && <Text>{wouldBe(tried)}</Text>}
      {tried && (
        <Preview
          years={years}
          none="This clause is not in the version in force, so no school stands elsewhere."
        />
      )}
      <FormFor form={boundForm} answers={answers} submit="Save this binding" />
    </Section>
  )
}
