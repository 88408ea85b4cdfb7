const MOST_NAMED = 3

const together = new Intl.ListFormat('en-GB', { style: 'long', type: 'conjunction' })

/** “Ashmere, Carr Lane and 9 others”: each by name where they are few. */
export function someOf(names: readonly string[], most = MOST_NAMED): string {
  const sorted = [...new Set(names)].sort()
  if (sorted.length <= most + 1) return together.format(sorted)
  const rest = sorted.length - most
  return `${sorted.slice(0, most).join(', ')} and ${rest} others`
}

export const sentence = (says: string) => `${says.charAt(0).toUpperCase()}${says.slice(1)}.`
