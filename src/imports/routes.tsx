import { faultListing, inOrder } from '../platform/faults.tsx'
import { notFound, notPossible, permit } from '../platform/refusal.ts'
import { csvText } from '../platform/sheet.ts'
import { csvRows } from '../platform/table.tsx'
import { type Asked, file, fillIn, idOf, list, press, rooms, show } from '../platform/web.tsx'
import { approveImport, giveImport, giveUpImport } from './actions.ts'
import { type SheetName, sheetNames, year } from './format.ts'
import {
  ImportPage,
  ImportsPage,
  importFilter,
  importListing,
  UndoPage,
  UploadPage,
  undoForm,
  uploadForm,
} from './pages.tsx'
import { importById, importsListed } from './queries.ts'
import { mayImport, mayUndo } from './rules.ts'
import { undoImport } from './undo.ts'

export const imports = rooms()

const office = (c: Asked) => permit(mayImport(c.var.by.who))
const CSV = 'text/csv; charset=utf-8'

imports.get('/', (c) => {
  office(c)
  return list(c, {
    of: importListing,
    filter: importFilter,
    sort: '-given',
    name: 'imports',
    rows: (asked) => importsListed(c.var.by.db, asked),
    page: (shown) => <ImportsPage {...shown} />,
  })
})

imports.on(['get', 'post'], '/new', (c) => {
  office(c)
  return fillIn(c, uploadForm, {
    page: (answers) => <UploadPage answers={answers} />,
    save: async ({ kind }, by) => {
      const given = (await c.req.formData()).getAll('file')
      const files = given.filter((one): one is File => one instanceof File && one.size > 0)
      if (files.length === 0) throw notPossible('Select the files', 'file')
      return `/imports/${await giveImport(by, { kind, name: nameOf(files), files })}`
    },
  })
})

/** What an import is called in lists: its one file, or how many there are. */
const nameOf = (files: File[]) =>
  (files.length === 1
    ? (files[0]?.name ?? '')
    : `${files.length} files: ${files.map(({ name }) => name).join(', ')}`
  ).slice(0, 120)

imports.get('/templates/:name{\\w+\\.csv}', (c) => {
  office(c)
  const name = c.req.param('name').replace(/\.csv$/, '') as SheetName
  if (!sheetNames.includes(name)) throw notFound()
  return file(c, csvText(Object.keys(year[name].columns), [], { byteOrderMark: true }), `${name}.csv`, CSV)
})

imports.get('/:id', async (c) => {
  office(c)
  const found = await importById(c.var.by.db, idOf(c))
  if (c.req.query('format') !== 'csv') return show(c, <ImportPage import={found} />)
  const { columns, rows } = csvRows(faultListing, inOrder(found.summary.faults ?? []))
  return file(c, csvText(columns, rows, { byteOrderMark: true }), `import-${found.id}-faults.csv`, CSV)
})

imports.post('/:id/bring-in', (c) => {
  office(c)
  return press(c, async (by) => {
    await approveImport(by, idOf(c))
    return `/imports/${idOf(c)}`
  })
})

imports.post('/:id/give-up', (c) => {
  office(c)
  return press(c, async (by) => {
    await giveUpImport(by, idOf(c))
    return '/imports?did=removed'
  })
})

imports.on(['get', 'post'], '/:id/undo', async (c) => {
  office(c)
  const found = await importById(c.var.by.db, idOf(c))
  if (!mayUndo(found.state)) throw notPossible('Only an import that was brought in can be undone')
  return fillIn(c, undoForm, {
    page: (answers) => <UndoPage import={found} answers={answers} />,
    save: async (_, by) => {
      await undoImport(by, found.id)
      return `/imports/${found.id}`
    },
  })
})
