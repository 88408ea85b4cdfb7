const SPECIAL = /[&<>"']/
const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as it may stand between tags or in a quoted attribute. */
export const escaped = (text: string) =>
  SPECIAL.test(text) ? text.replace(/[&<>"']/g, (sign) => signs[sign] ?? '') : text
