import { dayInLondon, inShort, momentInWords } from '../../../platform/day.ts'
import { acceptedEndings } from '../../../platform/file-kind.ts'
import { type Answers, form, longText, optional, text } from '../../../platform/form.ts'
import { Markdown } from '../../../platform/markdown.tsx'
import { Page } from '../../../platform/page.tsx'
import {
  Bullets,
  ButtonLink,
  Deeds,
  Facts,
  Lead,
  Link,
  Section,
  Subheading,
  Tag,
  Text,
} from '../../../platform/parts.tsx'
import { FileQuestion, FormFor, PressButton } from '../../../platform/questions.tsx'
import { LARGEST_FILE, sizeInWords } from '../../../platform/stored-file.ts'
import type { Paper } from './queries.ts'

const titled = {
  title: text('Title', { ask: 'Enter what the paper is called' }),
  summary: optional(
    longText('What it says', {
      ask: '',
      max: 2000,
      rows: 3,
      hint: 'One or two sentences for whoever does not open it',
    }),
  ),
}
const LONGEST = 60_000
const words = longText('Words', {
  ask: 'Enter the words of the paper',
  max: LONGEST,
  rows: 18,
  hint: 'Markdown is understood: # heading, - list, **bold**',
})

type PaperAsked = { title: string; summary: string | null; words: string | null }

export const paperForm = form<PaperAsked>({
  ...titled,
  words: optional({
    ...words,
    hint: 'Instead of a file. Markdown is understood: # heading, - list, **bold**',
  }),
})

export const fileForm = form<{ title: string; summary: string | null }>(titled)
export const typedForm = form<{ title: string; summary: string | null; words: string }>({ ...titled, words })

type NewProps = { answers: Answers; up: { href: string; says: string } }

export function NewPaperPage({ answers, up }: NewProps) {
  const error = answers.errors.find(({ field }) => field === 'file')?.message
  return (
    <Page title="Add a paper" wrong={answers.errors.length > 0} up={up}>
      <Text>Choose a file, or type the paper here. Whoever may read the item may read its papers.</Text>
      <FormFor form={paperForm} answers={answers} submit="Add the paper" files>
        <FileQuestion
          name="file"
          label="File (optional)"
          hint={`PDF, Word, Excel, PowerPoint, a picture or plain text, at most ${LARGEST_FILE} MB. A PDF can be read in the pack itself`}
          accept={acceptedEndings}
          {...(error ? { error } : {})}
        />
      </FormFor>
    </Page>
  )
}

/** A file’s kind in a word. */
const kindOf = ({ name }: Paper) => /\.([a-z0-9]+)$/i.exec(name ?? '')?.[1]?.toUpperCase() ?? ''

export const paperInWords = (paper: Paper) =>
  paper.words === null ? `${kindOf(paper)}, ${sizeInWords(paper.size ?? 0)}` : 'typed here'

export const addressOf = ({ meetingId, id }: Pick<Paper, 'meetingId' | 'id'>) =>
  `/meetings/${meetingId}/papers/${id}`

/** The papers of an item, as they stand on its page. */
export function Papers({ papers, mayChange }: { papers: Paper[]; mayChange: (paper: Paper) => boolean }) {
  const standing = papers.filter(({ withdrawnAt }) => withdrawnAt === null)
  const gone = papers.filter((paper) => paper.withdrawnAt !== null && mayChange(paper))
  if (standing.length + gone.length === 0) return null
  return (
    <Section title="Papers" id="papers">
      {standing.length > 0 && (
        <Bullets
          items={standing.map((paper) => (
            <>
              <Link to={addressOf(paper)}>{paper.title}</Link> ({paperInWords(paper)})
              {paper.summary && `. ${paper.summary}`}
              {mayChange(paper) && <Change of={paper} />}
            </>
          ))}
        />
      )}
      {gone.length > 0 && (
        <>
          <Subheading>Withdrawn</Subheading>
          <Bullets
            items={gone.map((paper) => (
              <>
                {paper.title}{' '}
                <PressButton
                  action={`${addressOf(paper)}/restore`}
                  says="Put back"
                  about={paper.title}
                  quiet
                />
              </>
            ))}
          />
        </>
      )}
    </Section>
  )
}

const Change = ({ of }: { of: Paper }) => (
  <>
    {' '}
    <Link to={`${addressOf(of)}/correct`}>Correct it</Link>{' '}
    <PressButton action={`${addressOf(of)}/withdraw`} says="Withdraw" about={of.title} quiet />
  </>
)

type PaperProps = { paper: Paper; up: { href: string; says: string }; mayChange: boolean }

/** A paper that was typed here. Where it is confidential its title is no title of the page. */
export function PaperPage({ paper, up, mayChange }: PaperProps) {
  return (
    <Page title={paper.partB ? 'A paper (Part B)' : paper.title} up={up} wide>
      {paper.partB && <Lead>{paper.title}</Lead>}
      <Facts
        facts={[
          {
            is: 'Added',
            says: `${paper.adder ?? 'By the office'}, ${inShort(dayInLondon(paper.addedAt))}`,
          },
          paper.summary !== '' && { is: 'What it says', says: paper.summary },
          paper.withdrawnAt !== null && {
            is: 'State',
            says: <Tag says={`Withdrawn ${momentInWords(paper.withdrawnAt)}`} />,
          },
        ]}
      />
      {mayChange && (
        <Deeds>
          <ButtonLink to={`${addressOf(paper)}/correct`} kind="secondary">
            Correct it
          </ButtonLink>
        </Deeds>
      )}
      <Markdown text={paper.words ?? ''} />
    </Page>
  )
}
