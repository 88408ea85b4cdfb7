import assert from 'node:assert/strict'
import type { Browser } from './world.ts'

/** One entry of a statement, as a bank in Britain writes it in camt.053. */
export type CamtEntry = {
  amount: string
  side?: 'CRDT' | 'DBIT'
  on?: string
  status?: string
  payer?: string
  words?: string
  /** In place of the details made of payer and words. */
  details?: string
  reversal?: boolean
}

export type Camt = {
  edition?: string
  iban?: string
  currency?: string
  opening?: string
  closing?: string
  entries: CamtEntry[]
}

/** The account that `hostSettings` says. */
export const hostIban = 'GB33BANK01020312345678'

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

function entryXml({
  amount,
  side = 'CRDT',
  on = '2018-03-01',
  status = 'BOOK',
  payer,
  words,
  details,
  reversal,
}: CamtEntry) {
  const party = side === 'CRDT' ? 'Dbtr' : 'Cdtr'
  const usual = `<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>${
    payer ? `<RltdPties><${party}><Nm>${escaped(payer)}</Nm></${party}></RltdPties>` : ''
  }${words ? `<RmtInf><Ustrd>${escaped(words)}</Ustrd></RmtInf>` : ''}</TxDtls>`
  return `<Ntry><Amt Ccy="GBP">${amount}</Amt><CdtDbtInd>${side}</CdtDbtInd>${reversal ? '<RvslInd>true</RvslInd>' : ''}<Sts>${status}</Sts><BookgDt><Dt>${on}</Dt></BookgDt><BkTxCd><Prtry><Cd>BGC</Cd></Prtry></BkTxCd><NtryDtls>${details ?? usual}</NtryDtls></Ntry>`
}

const balanceXml = (kind: string, amount: string) =>
  `<Bal><Tp><CdOrPrtry><Cd>${kind}</Cd></CdOrPrtry></Tp><Amt Ccy="GBP">${amount.replace('-', '')}</Amt><CdtDbtInd>${amount.startsWith('-') ? 'DBIT' : 'CRDT'}</CdtDbtInd><Dt><Dt>2018-03-01</Dt></Dt></Bal>`

const inPence = (amount: string) => Math.round(Number(amount) * 100)

/** A whole statement whose balances follow from its entries, unless it says others. */
export function camt({
  edition = '02',
  iban = hostIban,
  currency = 'GBP',
  opening = '100.00',
  closing,
  entries,
}: Camt): string {
  const moved = entries
    .filter(({ status = 'BOOK' }) => status === 'BOOK')
    .reduce((sum, { amount, side }) => sum + (side === 'DBIT' ? -1 : 1) * inPence(amount), inPence(opening))
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${edition}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId><CreDtTm>2018-03-05T06:00:00</CreDtTm></GrpHdr>
<Stmt><Id>S1</Id><CreDtTm>2018-03-05T06:00:00</CreDtTm><Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>${currency}</Ccy></Acct>
${balanceXml('OPBD', opening)}${balanceXml('CLBD', closing ?? (moved / 100).toFixed(2))}
${entries.map(entryXml).join('\n')}
</Stmt></BkToCstmrStmt></Document>`
}

/** Sends one file as the form does. */
export function giveStatement(
  browser: Browser,
  content: string | Uint8Array,
  name = 'march.xml',
  key?: string,
) {
  const form = new FormData()
  if (key) form.set('form-key', key)
  form.set('file', new File([content as BlobPart], name))
  return browser.post('/subscriptions/statements/new', form)
}

/** Sends one that is taken, and gives the address that it leads to. */
export async function broughtIn(
  browser: Browser,
  content: string | Uint8Array,
  name?: string,
): Promise<string> {
  const sent = await giveStatement(browser, content, name)
  assert.equal(sent.status, 303, /error-summary__list.*?<\/ul>/s.exec(sent.text)?.[0])
  return (sent.headers.get('location') ?? '').replace(/\?.*/, '')
}
