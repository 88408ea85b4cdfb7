import { day } from '../src/platform/day.ts'
import { everything } from '../src/platform/db.ts'
import { pdf } from '../src/platform/pdf.ts'
import { authorities } from '../src/platform/signature/authority.ts'
import { sealing } from '../src/platform/signature/seal.ts'
import { keyOf, type Signing, setSignature } from '../src/platform/signature/set.ts'
import { secret, type World } from './world.ts'

export const hannah = { name: 'Hannah Head', title: 'Headteacher', organisation: 'Ashmere High School' }
export const chen = {
  name: 'Čhen Cháir (OBE)',
  title: 'Chair',
  organisation: 'Governing body of St Mary’s (Aided)',
}

/** A tagged page to sign. */
export const page = () =>
  pdf({
    title: 'Working protocols',
    author: 'Vale Learning Alliance',
    date: day('2018-03-05'),
    sections: [
      { kind: 'heading', level: 1, text: 'Strategy' },
      { kind: 'paragraph', text: '1. Every secondary learner is our shared concern.' },
      { kind: 'list', items: ['One', 'Two'] },
    ],
  })

/** The certificates of every authority of this world's alliance. */
export const issuers = async (w: World) => (await authorities(w.db)).map(({ certificate }) => certificate)

/** A signatory whose key is at hand. */
export async function signatory(w: World, who: typeof hannah): Promise<Signing> {
  const { certificate, sealedKey } = await w.database.transaction(everything, (tx) =>
    sealing(secret).act(tx, who, 'I sign.'),
  )
  const [authority] = await issuers(w)
  const key = keyOf(secret, sealedKey, certificate)
  if (!authority || !key) throw new Error('The key does not open')
  const reason = `Signed for ${who.organisation}, as ${who.title}`
  return { certificate, authority, key, reason, field: `Signature of ${who.name}`, at: new Date() }
}

/** The page with both signatures set in it, one after the other. */
export async function signedByBoth(w: World, stampedBy?: string): Promise<Buffer> {
  const first = await setSignature(await page(), await signatory(w, hannah), stampedBy)
  return setSignature(first, await signatory(w, chen), stampedBy)
}
