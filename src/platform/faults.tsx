import { Lead, Text } from './parts.tsx'
import { type Fault, inFigures, type Report } from './sheet-report.ts'
import { type Listing, Table } from './table.tsx'

export const faultListing: Listing<Fault> = {
  caption: 'What is wrong',
  empty: 'Nothing is wrong in it.',
  columns: [
    { title: 'File', show: ({ file }) => file },
    { title: 'Row', numeric: true, show: ({ row }) => row ?? '' },
    { title: 'Column', show: ({ column }) => column ?? '' },
    { title: 'Value', show: ({ value }) => value ?? '' },
    { title: 'What is wrong', show: ({ wrong }) => wrong },
    { title: 'What would be right', show: ({ right }) => right ?? '' },
  ],
}

/** File by file and row by row, as one goes through them to put them right; they were found rule by rule. */
export function inOrder(faults: Fault[]): Fault[] {
  const files = [...new Set(faults.map(({ file }) => file))]
  return [...faults].sort(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || (a.row ?? 0) - (b.row ?? 0),
  )
}

/** Everything that was wrong in what was given, and that nothing of it was kept. */
export function Faults({ of: { faults, faultCount } }: { of: Pick<Report, 'faults' | 'faultCount'> }) {
  if (faultCount === 0) return null
  return (
    <>
      <Lead>
        {inFigures(faultCount)} {faultCount === 1 ? 'thing is' : 'things are'} wrong in what was given, so
        nothing of it was kept.
      </Lead>
      <Table of={faultListing} rows={inOrder(faults)} />
      {faultCount > faults.length && <Text>The first {inFigures(faults.length)} are listed.</Text>}
    </>
  )
}
