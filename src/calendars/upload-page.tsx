import { Faults } from '../platform/faults.tsx'
import type { Answers } from '../platform/form.ts'
import { Page } from '../platform/page.tsx'
import { Bullets, Details, Text } from '../platform/parts.tsx'
import { FileQuestion, FormFor } from '../platform/questions.tsx'
import type { Report } from '../platform/sheet-report.ts'
import { uploadForm } from './forms.ts'
import { dateKinds } from './tables.ts'
import { termDateColumns } from './term-dates.ts'

const columnsMean: Record<(typeof termDateColumns)[number], string> = {
  calendar: 'the calendar’s name; a year at its end, like 2026/27, is checked against the dates',
  urns: 'the schools whose own calendar it is, separated by semicolons; blank for the alliance’s',
  kind: `${Object.keys(dateKinds).join(', ')}`,
  from: 'its first day',
  to: 'its last day; blank when it is one day',
  note: 'anything worth saying, such as “Autumn term” or why a school was closed',
}

export function UploadPage({ answers, report }: { answers: Answers; report: Report | null }) {
  const error = answers.errors[0]?.message
  return (
    <Page
      title="Bring in term dates"
      wrong={answers.errors.length > 0}
      up={{ href: '/calendars', says: 'Term dates' }}
    >
      <Text>
        Each school year in the file replaces that year of the same calendar. What stood before is kept, and
        the same file again changes nothing.
      </Text>
      {report && <Faults of={report} />}
      <FormFor form={uploadForm} answers={answers} submit="Bring in" files>
        <FileQuestion
          name="file"
          label="File of term dates"
          hint="CSV or Excel (.xlsx)"
          accept=".csv,.xlsx"
          {...(error ? { error } : {})}
        />
      </FormFor>
      <Details summary="What the file holds">
        <Text>One row a term, half-term holiday, INSET day or closure, under these headings:</Text>
        <Bullets
          items={termDateColumns.map((column) => (
            <>
              <strong>{column}</strong>: {columnsMean[column]}
            </>
          ))}
        />
      </Details>
    </Page>
  )
}
