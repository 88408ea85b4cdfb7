import { crc32, deflateRawSync } from 'node:zlib'

type Part = { name: string; content: Buffer | string; declared?: number; flags?: number }

/** Packs parts as given, so that what an archive says of itself may be untrue. */
export function packed(parts: Part[]): Uint8Array {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const { name, content, declared, flags = 0 } of parts) {
    const raw = Buffer.from(content)
    const data = deflateRawSync(raw)
    const about = Buffer.alloc(26)
    about.writeUInt16LE(20, 0)
    about.writeUInt16LE(flags, 2)
    about.writeUInt16LE(8, 4)
    about.writeUInt32LE(crc32(raw), 10)
    about.writeUInt32LE(data.length, 14)
    about.writeUInt32LE(declared ?? raw.length, 18)
    about.writeUInt16LE(name.length, 22)
    const where = Buffer.alloc(14)
    where.writeUInt32LE(at, 10)
    const entry = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), about, Buffer.from(name), data])
    central.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), about, where, Buffer.from(name))
    local.push(entry)
    at += entry.length
  }
  const list = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...local, list, end])
}

export const relations = (...of: [id: string, type: string, target: string][]) =>
  `<Relationships>${of.map(([id, type, target]) => `<Relationship Id="${id}" Type="http://x/${type}" Target="${target}"/>`).join('')}</Relationships>`
export const inline = (text: string) => `<row><c t="inlineStr"><is><t>${text}</t></is></c></row>`
export const sheetXml = (rows: string) =>
  `<x:worksheet xmlns:x="y"><sheetData>${rows}</sheetData></x:worksheet>`

/** A workbook whose one sheet, `meetings`, and shared texts are as given. */
export const workbook = (
  sheet: string | Buffer,
  { texts = '<sst/>', more = [] as Part[], declared = -1 } = {},
) =>
  packed([
    { name: '_rels/.rels', content: relations(['r', 'officeDocument', '/xl/workbook.xml']) },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: relations(['s', 'worksheet', 'worksheets/a.xml'], ['t', 'sharedStrings', 'texts.xml']),
    },
    { name: 'xl/workbook.xml', content: '<workbook><sheet name="Meetings" q:id="s"/></workbook>' },
    { name: 'xl/worksheets/a.xml', content: sheet, ...(declared >= 0 ? { declared } : {}) },
    { name: 'xl/texts.xml', content: texts },
    ...more,
  ])
