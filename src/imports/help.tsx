import { Bullets, Details, Link, Section, Text } from '../platform/parts.tsx'
import { type Listing, Table } from '../platform/table.tsx'
import type { Column } from './cells.ts'
import { type SheetName, sheetNames, year } from './format.ts'

type Asked = { name: string } & Pick<Column<unknown>, 'means' | 'example' | 'required'>

const columnsOf = (sheet: SheetName): Asked[] =>
  Object.entries<Column<unknown>>(year[sheet].columns).map(([name, { means, example, required }]) => ({
    name,
    means,
    example,
    required,
  }))

const listing = (sheet: SheetName): Listing<Asked> => ({
  caption: `Columns of ${sheet}.csv`,
  empty: '',
  columns: [
    { title: 'Column', show: ({ name }) => name },
    { title: 'What it holds', show: ({ means }) => means },
    { title: 'Like', show: ({ example }) => example },
    { title: 'Blank?', show: ({ required }) => (required ? 'Never' : 'If not known') },
  ],
})

/** The files of a year, each with its columns: told from the same declaration that reads them. */
export function Formats() {
  return (
    <Section title="The files of a year">
      <Bullets
        items={[
          'Give the files that you have; one that is missing is left as it is.',
          'Columns are found by their headings, in any order. A column that is not listed here is left alone.',
          'In a workbook each sheet bears the name of a file, without “.csv”.',
          'Write days like 2018-03-05 or 05/03/2018.',
          'Giving a file again changes nothing; a corrected row takes the place of the earlier one with its ref.',
        ]}
      />
      {sheetNames.map((name) => (
        <Details summary={`${name}.csv: ${year[name].title}`}>
          <Text>One row is {year[name].rowIs}.</Text>
          <Table of={listing(name)} rows={columnsOf(name)} hideCaption />
          <Text>
            <Link to={`/imports/templates/${name}.csv`}>Download an empty {name}.csv</Link>
          </Text>
        </Details>
      ))}
    </Section>
  )
}
