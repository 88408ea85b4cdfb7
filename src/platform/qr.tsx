import QRCode from 'qrcode'

/** A quiet edge of four modules, without which readers do not find it (ISO/IEC 18004). */
const EDGE = 4

/** A QR code as a picture that scales; `says` tells what it leads to, for those who cannot see it. */
export function QrCode({ of, says }: { of: string; says: string }) {
  const { modules } = QRCode.create(of, { errorCorrectionLevel: 'M' })
  const across = modules.size + 2 * EDGE
  const dark = Array.from({ length: modules.size ** 2 }, (_, i) => i).filter((i) => modules.data[i])
  const path = dark.map((i) => `M${(i % modules.size) + EDGE} ${Math.floor(i / modules.size) + EDGE}h1v1h-1z`)
  return (
    <svg class="en-qr" viewBox={`0 0 ${across} ${across}`} role="img" aria-label={says}>
      <rect width={across} height={across} fill="#fff" />
      <path d={path.join('')} fill="#000" />
    </svg>
  )
}
