/**
 * What is read of a camt.053 statement, as a RELAX NG schema of our own: its elements in the order of ISO 20022, and
 * between them whatever else an edition or a bank has there (decision 027).
 */
const ATTRIBUTE = 1_000
const TEXT = 10_000

const text = (most: number) => `<data type="string"><param name="maxLength">${most}</param></data>`
const attributes = `<zeroOrMore><attribute><anyName/>${text(ATTRIBUTE)}</attribute></zeroOrMore>`

type Part = { name: string; pattern: string; times: 'once' | 'maybe' | 'some' | 'any' }
const wraps = {
  once: ['', ''],
  maybe: ['<optional>', '</optional>'],
  some: ['<oneOrMore>', '</oneOrMore>'],
  any: ['<zeroOrMore>', '</zeroOrMore>'],
} as const

const part =
  (times: Part['times']) =>
  (name: string, inside: string): Part => ({
    name,
    times,
    pattern: `<element name="${name}">${inside}</element>`,
  })
const once = part('once')
const maybe = part('maybe')
const some = part('some')
const any = part('any')

/**
 * These elements in this order, each followed by whatever is none of them. So at every place one thing only can come
 * next, and no file makes the check try again and again.
 */
function inOrder(...parts: Part[]): string {
  const names = parts.map(({ name }) => `<name>${name}</name>`).join('')
  const others = `<zeroOrMore><element><nsName><except>${names}</except></nsName><ref name="whatever"/></element></zeroOrMore>`
  const each = parts.map(({ times, pattern }) => {
    const [open, close] = wraps[times]
    return `${open}${pattern}${others}${close}`
  })
  return `${attributes}${others}${each.join('')}`
}

const amount = `<attribute name="Ccy">${text(3)}</attribute>${text(40)}`
const sides = '<choice><value>CRDT</value><value>DBIT</value></choice>'
const dated = inOrder(maybe('Dt', text(40)), maybe('DtTm', text(40)))
const party = inOrder(maybe('Nm', text(TEXT)), maybe('Pty', inOrder(maybe('Nm', text(TEXT)))))

const transaction = inOrder(
  maybe('Refs', inOrder(maybe('EndToEndId', text(TEXT)))),
  maybe('Amt', amount),
  maybe('CdtDbtInd', sides),
  maybe('AmtDtls', inOrder(maybe('TxAmt', inOrder(once('Amt', amount))))),
  maybe('RltdPties', inOrder(maybe('Dbtr', party), maybe('Cdtr', party))),
  maybe(
    'RmtInf',
    inOrder(
      any('Ustrd', text(TEXT)),
      any('Strd', inOrder(maybe('CdtrRefInf', inOrder(maybe('Ref', text(TEXT)))))),
    ),
  ),
  maybe('AddtlTxInf', text(TEXT)),
)

const entry = inOrder(
  once('Amt', amount),
  once('CdtDbtInd', sides),
  maybe('RvslInd', text(10)),
  once('Sts', `<choice>${text(40)}<group>${inOrder(maybe('Cd', text(40)))}</group></choice>`),
  maybe('BookgDt', dated),
  maybe('ValDt', dated),
  any('NtryDtls', inOrder(any('TxDtls', transaction))),
  maybe('AddtlNtryInf', text(TEXT)),
)

const balance = inOrder(
  once('Tp', inOrder(once('CdOrPrtry', inOrder(maybe('Cd', text(40)))))),
  once('Amt', amount),
  once('CdtDbtInd', sides),
)

const account = inOrder(
  once('Id', inOrder(maybe('IBAN', text(40)), maybe('Othr', inOrder(once('Id', text(40)))))),
  maybe('Ccy', text(3)),
)

const document = inOrder(
  once(
    'BkToCstmrStmt',
    inOrder(some('Stmt', inOrder(once('Acct', account), some('Bal', balance), any('Ntry', entry)))),
  ),
)

/** What nobody reads may say what it likes, within bounds that no bank comes near. */
const whatever = `<define name="whatever">${attributes}<zeroOrMore><choice><text/><element><anyName/><ref name="whatever"/></element></choice></zeroOrMore></define>`

/** The schema in the namespace of one edition. */
export const camtSchema = (namespace: string) =>
  `<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="${namespace}" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start><element name="Document">${document}</element></start>${whatever}</grammar>`
