const written = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' })

/** Money is whole pence everywhere and said in pounds: 300000 is `£3,000.00`. */
export const inPounds = (pence: number) => written.format(pence / 100)

/** Reads `3000`, `£3,000` or `2999.99` into pence; nothing finer than a penny. */
export function penceTyped(text: string): number | undefined {
  const [, pounds = '', pennies = ''] = /^£?\s*([\d,]+)(?:\.(\d{2}))?$/.exec(text.trim()) ?? []
  return pounds ? Number(pounds.replaceAll(',', '')) * 100 + Number(pennies) : undefined
}
