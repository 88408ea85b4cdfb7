import { createHash } from 'node:crypto'
import type { Reader } from '../../platform/db.ts'
import { notFound, permit } from '../../platform/refusal.ts'
import { authorities } from '../../platform/signature/authority.ts'
import { fingerprint, pem } from '../../platform/signature/certificate.ts'
import { checkPdf } from '../../platform/signature/check.ts'
import { type Asked, file, idOf, list, rooms, sentBy, show } from '../../platform/web.tsx'
import { isSignedIn } from '../../platform/who.ts'
import { agreementUnder } from '../../support/agreements/queries.ts'
import { CheckPage, checkForm, DocumentsPage, documentFilter, documents } from './pages.tsx'
import { actsUnder, documentFile, documentsListed, filesOf, isKept } from './queries.ts'
import { type Records, type Verdict, verdictOn } from './verdict.ts'

/** The most that is looked at, in megabytes; a signed document has less than one. */
export const LARGEST = 10

export const signedDocuments = rooms()

signedDocuments.get('/documents', (c) => {
  const { by } = c.var
  permit(isSignedIn(by.who))
  return list(c, {
    of: documents,
    filter: documentFilter,
    sort: 'school',
    name: 'signed-documents',
    rows: (asked) => documentsListed(by.db, by.who, asked),
    page: (shown) => <DocumentsPage {...shown} />,
  })
})

signedDocuments.get('/documents/:id', async (c) => {
  const { by } = c.var
  permit(isSignedIn(by.who))
  const { content, number, school } = await documentFile(by.db, by.who, idOf(c))
  return file(c, content, `Agreement ${number} ${school}.pdf`, 'application/pdf')
})

signedDocuments.get('/authority.pem', async (c) => {
  const [present] = await authorities(c.var.by.db)
  if (!present) throw notFound()
  return file(c, pem(present.certificate), 'signing-authority.pem', 'application/x-pem-file')
})

const checkPage = async (c: Asked, { verdict, error }: { verdict?: Verdict; error?: string } = {}) => {
  const [present] = await authorities(c.var.by.db)
  const errors = error ? [{ field: 'file', message: error }] : []
  const shown = { answers: { ...checkForm.blank(), errors }, largest: LARGEST, verdict }
  const page = <CheckPage {...shown} fingerprint={present && fingerprint(present.certificate)} />
  return show(c, page, error ? 422 : 200)
}

signedDocuments.get('/check', (c) => checkPage(c))

// Nothing of the file is kept, so it is answered at once rather than by a page to go on to.
signedDocuments.post('/check', async (c) => {
  const given = (await sentBy(c)).get('file')
  if (!(given instanceof File) || given.name === '')
    return checkPage(c, { error: 'Select the signed document' })
  return checkPage(c, { verdict: await checked(c.var.by.totals, Buffer.from(await given.arrayBuffer())) })
})

/** Looks at the file, and at what the records hold that belongs to it. */
async function checked(db: Reader, given: Buffer): Promise<Verdict> {
  const ours = (await authorities(db)).map(({ certificate }) => certificate)
  const found = checkPdf(given, ours)
  const certificates =
    'unreadable' in found ? [] : found.signatures.flatMap(({ told }) => (told ? [told.certificate] : []))
  const acts = await actsUnder(db, certificates)
  const [first] = acts
  const digest = createHash('sha256').update(given).digest('hex')
  if (!first) return verdictOn(given, found, await ofSupport(db, certificates, digest))
  const kept = await isKept(db, digest)
  return verdictOn(given, found, { kept, acts, files: kept ? [] : await filesOf(db, first) })
}

/** What the records hold of an agreement to support, where the certificates are of one. */
async function ofSupport(db: Reader, certificates: Buffer[], digest: string): Promise<Records> {
  const found = await agreementUnder(db, certificates)
  if (!found) return { kept: await isKept(db, digest), acts: [], files: [] }
  const kept = found.contentDigest === digest
  const files = kept || !found.content ? [] : [{ content: found.content, signatureCount: 3 }]
  return {
    kept,
    acts: [],
    files,
    what: 'It is an agreement on support between two schools and a practitioner.',
  }
}
