import { permit } from '../../platform/refusal.ts'
import { type Asked, file, idOf, rooms } from '../../platform/web.tsx'
import { isSignedIn } from '../../platform/who.ts'
import { invoicePdf, ubl } from './pdf.ts'

export const invoiceFiles = rooms()

/** Whoever may not see an invoice has none by that number; a visitor, who may have followed a letter, signs in first. */
function asked(c: Asked) {
  permit(isSignedIn(c.var.by.who))
  return idOf(c)
}

invoiceFiles.get('/:id/pdf', async (c) => {
  const { name, bytes } = await invoicePdf(c.var.by.db, asked(c))
  return file(c, bytes, name, 'application/pdf')
})

invoiceFiles.get('/:id/xml', async (c) => {
  const { name, xml } = await ubl(c.var.by.db, asked(c))
  return file(c, xml, name, 'application/xml; charset=utf-8')
})
