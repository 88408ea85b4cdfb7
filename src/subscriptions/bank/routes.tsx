import { permit } from '../../platform/refusal.ts'
import { type Asked, fillIn, idOf, list, press, rooms } from '../../platform/web.tsx'
import { type Brought, bringStatement, fileOf, giveUpUpload, nameColumns, undoStatement } from './actions.ts'
import { likelyColumns, likelyHeaded } from './csv/columns.ts'
import { csvRows } from './csv/rows.ts'
import { lineFilter, mappingForm, statementFilter, uploadForm } from './form.ts'
import { NameColumnsPage } from './mappings/pages.tsx'
import { bankMappings } from './mappings/routes.tsx'
import { lineListing, StatementPage, StatementsPage, statementListing, UploadPage } from './pages.tsx'
import { linesListed, statement, statementsListed, upload, uploads } from './queries.ts'
import { mayKeepStatements } from './rules.ts'
import { refused, statementText } from './text.ts'

export const statements = rooms()

const office = (c: Asked) => permit(mayKeepStatements(c.var.by.who))

statements.route('/mappings', bankMappings)

statements.get('/', async (c) => {
  office(c)
  const { db } = c.var.by
  const waiting = await uploads(db)
  return list(c, {
    of: statementListing,
    filter: statementFilter,
    sort: '-given',
    name: 'bank-statements',
    rows: (asked) => statementsListed(db, asked),
    page: (shown) => <StatementsPage {...{ shown, waiting }} />,
  })
})

const wherefrom = (brought: Brought) =>
  'uploadId' in brought
    ? `/subscriptions/statements/uploads/${brought.uploadId}`
    : `/subscriptions/statements/${brought.statementId}?did=${brought.known ? 'statement-known' : 'added'}`

statements.on(['get', 'post'], '/new', (c) => {
  office(c)
  return fillIn(c, uploadForm, {
    page: (answers) => <UploadPage answers={answers} />,
    save: async (_, by) => {
      const given = (await c.req.formData()).getAll('file').filter((one): one is File => one instanceof File)
      const files = given.filter(({ name, size }) => name !== '' || size > 0)
      const [file] = files
      if (!file) throw refused('Choose a file')
      if (files.length > 1) throw refused('Choose one file at a time')
      return wherefrom(await bringStatement(by, file))
    },
  })
})

statements.on(['get', 'post'], '/uploads/:id', async (c) => {
  office(c)
  const { id, statementId, ...waiting } = await upload(c.var.by.db, idOf(c))
  if (c.req.method === 'GET' && statementId !== null)
    return c.redirect(`/subscriptions/statements/${statementId}`, 303)
  const headed = likelyHeaded(await csvRows(await statementText(fileOf(waiting))))
  const form = mappingForm(headed.headings)
  return fillIn(c, form, {
    current: async () => form.blank(likelyColumns(headed.headings)),
    page: (answers) => <NameColumnsPage {...{ id, headed, form, answers }} name={waiting.name} />,
    save: async (filled, by) => wherefrom(await nameColumns(by, id, filled)),
  })
})

statements.post('/uploads/:id/give-up', (c) => {
  office(c)
  return press(c, async (by) => {
    await giveUpUpload(by, idOf(c))
    return '/subscriptions/statements?did=removed'
  })
})

const MOST_ON_PAGE = 40

statements.get('/:id', async (c) => {
  office(c)
  const { db } = c.var.by
  const found = await statement(db, idOf(c))
  return list(c, {
    of: lineListing,
    filter: lineFilter,
    sort: 'date',
    name: `bank-statement-${found.id}`,
    size: MOST_ON_PAGE,
    rows: (asked) => linesListed(db, found.id, asked),
    page: (shown) => (
      <StatementPage {...{ statement: found, shown }} mayUndo={found.undoneAt === null && found.held === 0} />
    ),
  })
})

statements.post('/:id/undo', (c) => {
  office(c)
  return press(c, async (by) => {
    await undoStatement(by, idOf(c))
    return `/subscriptions/statements/${idOf(c)}?did=saved`
  })
})
