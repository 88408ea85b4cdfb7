/** What no font draws and no reader hears: control characters, byte order marks, halves of a surrogate pair. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\uFEFF]/gu

/** One line of text with nothing in it that a page or an XML file may not hold. */
export const plainText = (text: string) =>
  text.normalize('NFC').replace(/\s+/g, ' ').replace(UNPRINTABLE, '').trim()
