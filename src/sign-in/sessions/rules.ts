type Known = readonly (readonly [RegExp, string])[]

/** Browsers call themselves by the names of others too, so the most particular stands first. */
const browsers: Known = [
  [/\bEdgA?\/|\bEdgiOS\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrom(e|ium)\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const devices: Known = [
  [/\biPad\b/, 'an iPad'],
  [/\biPhone\b/, 'an iPhone'],
  [/\bCrOS\b/, 'a Chromebook'],
  [/\bAndroid\b.*\bMobile\b/, 'an Android phone'],
  [/\bAndroid\b/, 'an Android tablet'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'a Mac'],
  [/\bLinux\b/, 'Linux'],
]

const among = (known: Known, text: string) => known.find(([pattern]) => pattern.test(text))?.[1]

/** “Chrome on Windows”, from what a browser calls itself; it may call itself anything. */
export function deviceInWords(userAgent: string | null): string {
  const browser = among(browsers, userAgent ?? '')
  const device = among(devices, userAgent ?? '')
  if (browser && device) return `${browser} on ${device}`
  return browser ?? (device ? `A browser on ${device}` : 'A device we do not know')
}
