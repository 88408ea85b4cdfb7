import {
  type Answers,
  type Form,
  form,
  optional,
  pick,
  type RowOptions,
  select,
  text,
} from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import {
  Bullets,
  ButtonLink,
  Columns,
  Deeds,
  Inset,
  Lead,
  Link,
  Section,
  Small,
  Text,
} from '../../platform/parts.tsx'
import { FileQuestion, FormFor, LinesFor } from '../../platform/questions.tsx'
import type { ClauseSaid } from '../changes.ts'
import { AgreementText, Opening } from '../parts.tsx'
import { inBrief } from '../proposals/rules.ts'
import type { Words } from '../rules.ts'
import type { Reading } from './queries.ts'
import { type Role, roles } from './tables.ts'

const drafts = { href: '/agreement/drafts', says: 'Drafts of the agreement' }

export const uploadForm = form<Record<never, never>>({})

export const UploadPage = ({ answers }: { answers: Answers }) => {
  const error = answers.errors.find(({ field }) => field === 'file')?.message
  return (
    <Page title="Read a text from a file" wrong={answers.errors.length > 0} up={drafts}>
      <Lead>
        The alliance’s own file: plain text, Markdown, Word (.docx) or PDF. You see what was recognised beside
        the text, and put it right before anything is kept.
      </Lead>
      <FormFor form={uploadForm} answers={answers} submit="Read this file" files>
        <FileQuestion
          name="file"
          label="File"
          hint="At most 10 MB"
          accept=".txt,.md,.docx,.pdf,text/plain,text/markdown,application/pdf"
          {...(error ? { error } : {})}
        />
      </FormFor>
    </Page>
  )
}

const nameOf = (i: number) => `line${i}`

/** A question for each line that says something: what it is. */
export const rolesForm = ({ lines }: Pick<Reading, 'lines'>): Form<Record<string, Role>> =>
  form<Record<string, Role>>(
    Object.fromEntries(
      lines.flatMap(({ text }, i) =>
        text.trim() === ''
          ? []
          : [[nameOf(i), select('Taken for', roles, { ask: 'Select what this line is' })]],
      ),
    ),
  )

/** What the lines are taken for now, as answers to the form. */
export const rolesSaid = (reading: Reading): Answers =>
  rolesForm(reading).blank({
    ...Object.fromEntries(reading.roles.map((role, i) => [nameOf(i), role])),
    version: reading.version,
  } as Parameters<Form<Record<string, Role>>['blank']>[0])

export const rolesFilled = (filled: Record<string, Role>): Map<number, Role> =>
  new Map(Object.entries(filled).map(([name, role]) => [Number(name.slice(4)), role]))

type ReadingProps = { reading: Reading; words: Words; faults: string[]; answers: Answers }

/** The source line by line, what each was taken for, and beside it the text that this makes. */
export function ReadingPage({ reading, words, faults, answers }: ReadingProps) {
  const lines = reading.lines.flatMap(({ text }, i) =>
    text.trim() === '' ? [] : [{ title: text.trim(), asks: [nameOf(i)] }],
  )
  return (
    <Page title="What was recognised" wrong={answers.errors.length > 0} up={drafts} wide>
      <Lead>{recognisedInWords(reading, words)}</Lead>
      {faults.length > 0 ? <Faults faults={faults} /> : <Keep id={reading.id} />}
      <Columns beside={<Result words={words} />}>
        <Section title="The text, line by line">
          <Text>
            Where a line was taken for something else than it is, say so and save: the text beside follows.{' '}
            <Link to="#result">See the text</Link>.
          </Text>
          <LinesFor
            form={rolesForm(reading)}
            answers={answers}
            lines={lines}
            submit="Save and show again"
            passages
          />
        </Section>
      </Columns>
    </Page>
  )
}

function recognisedInWords({ sourceName }: Reading, { clauses }: Words): string {
  const parts = new Set(clauses.map(({ part }) => part)).size
  const count = clauses.length === 1 ? '1 clause' : `${clauses.length} clauses`
  return `${sourceName}: ${count} in ${parts === 1 ? 'one part' : `${parts} parts`}. Nothing is kept as a draft yet.`
}

const Faults = ({ faults }: { faults: string[] }) => (
  <Inset>
    <Text>Before this can be kept as a draft:</Text>
    <Bullets items={faults} />
  </Inset>
)

const Keep = ({ id }: { id: number }) => (
  <Deeds>
    <ButtonLink to={`/agreement/readings/${id}/keep`}>Keep as a draft</ButtonLink>
  </Deeds>
)

const Result = ({ words: { title, opening, clauses } }: { words: Words }) => (
  <>
    <Section title={title || 'A text without a title'} id="result">
      <Opening of={opening} />
    </Section>
    <AgreementText clauses={clauses} />
    {clauses.length === 0 && <Small>No clause was recognised.</Small>}
  </>
)

/** The clauses of the version that this one follows, to choose from. */
const formerOptions = (former: ClauseSaid[]): RowOptions =>
  former.map((clause) => [clause.promiseId, inBrief(clause)])

type KeepFilled = { title: string } & Record<`clause${number}`, number | null>

export const keepForm = ({ clauses }: Words, former: ClauseSaid[]): Form<KeepFilled> => {
  const takesOver = optional(
    pick('In place of', formerOptions(former), { ask: 'Select a clause', empty: 'Nothing: it is new' }),
  )
  const each = former.length === 0 ? [] : clauses.map((_, i) => [`clause${i}`, takesOver])
  return form<KeepFilled>({ title: text('Title', { ask: 'Enter the title' }), ...Object.fromEntries(each) })
}

export const promisesIn = (filled: KeepFilled, { clauses }: Words) =>
  clauses.map((_, i) => filled[`clause${i}`] ?? null)

type KeepProps = {
  reading: Reading
  words: Words
  former: { number: number; clauses: ClauseSaid[] } | undefined
  answers: Answers
}

export function KeepPage({ reading, words, former, answers }: KeepProps) {
  const lines = words.clauses.map((clause, i) => ({
    title: inBrief(clause),
    asks: [`clause${i}`],
  }))
  return (
    <Page
      title="Keep as a draft"
      wrong={answers.errors.length > 0}
      up={{ href: `/agreement/readings/${reading.id}`, says: 'What was recognised' }}
    >
      {former ? (
        <Text>
          Beside each clause stands the clause of version {former.number} that it seems to restate. A clause
          keeps what was recorded, declared and judged of the one whose place it takes; put right what is not
          so.
        </Text>
      ) : (
        <Text>This will be the first version of the agreement.</Text>
      )}
      <LinesFor
        form={keepForm(words, former?.clauses ?? [])}
        answers={answers}
        lines={[{ title: 'What the agreement is called', asks: ['title'] }, ...(former ? lines : [])]}
        submit="Keep as a draft"
        passages
      />
    </Page>
  )
}
