import { permit } from '../platform/refusal.ts'
import { list, rooms } from '../platform/web.tsx'
import { AuditPage, auditFilter, auditLines } from './pages.tsx'
import { headOfLog, linesListed } from './queries.ts'
import { mayReadAudit } from './rules.ts'

export const audit = rooms()

audit.get('/', async (c) => {
  const { by } = c.var
  permit(mayReadAudit(by.who))
  const head = await headOfLog(by.db)
  return list(c, {
    of: auditLines,
    filter: auditFilter,
    sort: '-seq',
    name: 'audit-log',
    rows: (asked) => linesListed(by.db, asked),
    page: (shown) => <AuditPage {...shown} head={head} />,
  })
})
