import type { PropsWithChildren } from 'hono/jsx'
import { dayInLondon, inShort, inWords } from '../platform/day.ts'
import { acceptedEndings } from '../platform/file-kind.ts'
import type { Answers, Form } from '../platform/form.ts'
import { Page } from '../platform/page.tsx'
import { Bullets, Details, Link, Section, Text } from '../platform/parts.tsx'
import { FileQuestion, FormFor } from '../platform/questions.tsx'
import { LARGEST_FILE, sizeInWords } from '../platform/stored-file.ts'
import type { FileRow, UseRow } from './queries.ts'
import { usedInWords } from './rules.ts'

/** A resource’s file as it is now, and its earlier versions. */
export function FilesOf({ resourceId, files }: { resourceId: number; files: FileRow[] }) {
  const [latest, ...earlier] = files
  if (!latest) return null
  return (
    <Section title="File" id="file">
      <Text>
        <FileLink {...{ resourceId }} file={latest} />
      </Text>
      {earlier.length > 0 && (
        <Details
          summary={earlier.length === 1 ? 'One earlier version' : `${earlier.length} earlier versions`}
        >
          <Bullets items={earlier.map((file) => <FileLink {...{ resourceId }} file={file} />)} />
        </Details>
      )}
    </Section>
  )
}

const FileLink = ({ resourceId, file }: { resourceId: number; file: FileRow }) => (
  <>
    <Link to={`/library/${resourceId}/files/${file.id}`}>{file.name}</Link> ({sizeInWords(file.size)}), added{' '}
    {inShort(dayInLondon(file.addedAt))}
    {file.adder && ` by ${file.adder}`}
    {file.scanned === 'not scanned' && ', not scanned for viruses'}
  </>
)

/** How often it was used, and what those who used it say. */
export function UsesOf({ uses }: { uses: UseRow[] }) {
  const thanks = uses.filter((use) => use.thanks !== null)
  return (
    <Section title="Used" id="used">
      <Text>{usedInWords(uses)}</Text>
      {thanks.length > 0 && (
        <Bullets
          items={thanks.map(({ thanks, school, usedOn }) => (
            <>
              “{thanks}” {[school, inWords(usedOn)].filter(Boolean).join(', ')}
            </>
          ))}
        />
      )}
    </Section>
  )
}

type FilePageProps = PropsWithChildren<{
  form: Form<never> | Form<unknown>
  answers: Answers
  title: string
  up: { href: string; says: string }
  submit: string
  optional?: boolean
}>

/** A form with a file. */
export function FileFormPage({ form, answers, title, up, submit, optional, children }: FilePageProps) {
  const error = answers.errors.find(({ field }) => field === 'file')?.message
  return (
    <Page title={title} wrong={answers.errors.length > 0} up={up}>
      {children}
      <FormFor form={form} answers={answers} submit={submit} files>
        <FileQuestion
          name="file"
          label={optional ? 'File (optional)' : 'File'}
          hint={`Up to ${LARGEST_FILE} MB. Leave out names and pictures of pupils`}
          accept={acceptedEndings}
          {...(error ? { error } : {})}
        />
      </FormFor>
    </Page>
  )
}
