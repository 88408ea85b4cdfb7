// What a voting paper is: the same for browsers and for the server (docs/secret-ballots.md).

export const FORMAT = 'endeavour-secret-ballot-1'

/** A random number, and the point of the key that is used once. */
export const NUMBER_BYTES = 32
export const TOKEN_BYTES = 97
export const SIGNATURE_BYTES = 256
export const PROOF_BYTES = 64

/** What the key that is used once signs: this choice, in this ballot, under the key that signed its paper. */
export const proofWords = (ballot: number, keyDigest: string, choice: string) =>
  [FORMAT, ballot, keyDigest, choice].join('\n')

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const RECEIPT_CHARACTERS = 20

/** The receipt of a paper, from the SHA-256 of its token: the first 100 bits, five to a character. */
export function receiptFrom(digest: Uint8Array): string {
  let bits = 0
  let held = 0
  let receipt = ''
  for (const byte of digest) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5 && receipt.length < RECEIPT_CHARACTERS) {
      bits -= 5
      receipt += CROCKFORD[(held >> bits) & 31]
    }
    held &= (1 << bits) - 1
  }
  return receipt
}

/** `ABCDE-FGHJK-MNPQR-STVWX` */
export const shownReceipt = (receipt: string) => receipt.replace(/.{5}(?=.)/g, '$&-')

/** A receipt as people type it: in small letters, with or without hyphens, an O for a 0 and an I or L for a 1. */
export function receiptTyped(text: string): string | undefined {
  const plain = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  return /^[0-9A-HJKMNP-TV-Z]{20}$/.test(plain) ? plain : undefined
}
