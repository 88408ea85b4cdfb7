import type { ClauseKind } from '../agreement/tables.ts'
import { type Binding, type CommitmentName, commitments } from './register.ts'

type Digit = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
type Tens = 1 | 2 | 3
/** The clauses of the working protocols, which Endeavour ships bound: 1 to 48. */
export type ShippedClause = `${Digit}` | `${Tens}${0 | Digit}` | `4${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`

const by = (commitment: CommitmentName, kind: ClauseKind = commitments[commitment].kind): Binding => ({
  commitment,
  kind,
})
const declared = by('declaration')

/** What judges each of the 48, and how each is held. Leave one out and this file does not compile. */
export const shipped: Record<ShippedClause, Binding> = {
  1: by('shared concern'),
  2: declared,
  3: by('self-improvement'),
  4: by('inspection'),
  5: by('development'),
  6: by('work of ssig'),
  7: by('briefings'),
  8: by('strategic consultation'),
  9: declared,
  10: by('consultation'),
  11: by('joint learning'),
  12: by('respect'),
  13: declared,
  14: declared,
  15: declared,
  16: by('putting right'),
  17: by('no advantage'),
  18: declared,
  19: declared,
  20: by('signed agreement'),
  21: by('nine days'),
  22: by('practitioners'),
  23: by('data sharing'),
  24: by('policies'),
  25: by('subscription'),
  26: by('evaluations'),
  27: by('ssig first'),
  28: by('conference'),
  29: by('working groups'),
  30: by('feedback'),
  31: by('attendance'),
  32: by('deputising'),
  33: by('deputy vote'),
  34: by('confidentiality'),
  35: by('hub contribution'),
  36: by('vacancies'),
  37: by('recruitment'),
  38: declared,
  39: by('open events'),
  40: declared,
  41: declared,
  42: by('event advertising'),
  43: by('pupil approaches'),
  44: by('admissions forms'),
  45: by('supplementary forms'),
  46: by('in-year admissions'),
  47: by('keeping on track'),
  48: by('fair access'),
}
