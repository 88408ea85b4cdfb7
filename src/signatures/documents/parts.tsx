import { momentInWords } from '../../platform/day.ts'
import { Bullets, Link, Text } from '../../platform/parts.tsx'
import type { DocumentRow } from './queries.ts'
import { levels } from './rules.ts'

/** A school's signed documents, for the page of another folder; nothing for whoever may have none. */
export function SignedDocuments({ of }: { of: DocumentRow[] }) {
  if (of.length === 0) return null
  return (
    <>
      <Bullets items={of.map((row) => <SignedDocument {...row} />)} />
      <Text>
        Anybody can <Link to="/agreement/check">check a signed document</Link>.
      </Text>
    </>
  )
}

function SignedDocument({ id, number, signatureCount, level, madeAt, current }: DocumentRow) {
  const bears = signatureCount === 2 ? 'both signatures' : 'one signature of two'
  if (id === null || !level || !madeAt)
    return (
      <>
        Version {number}, with {bears}: being made. It is here within a minute or so.
      </>
    )
  return (
    <>
      <Link to={`/agreement/documents/${id}`}>
        Version {number}, with {bears} (PDF)
      </Link>
      , made {momentInWords(madeAt)}, {levels[level]}
      {current ? '' : '; the signing has gone on since'}
    </>
  )
}
