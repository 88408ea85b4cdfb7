/** What a run of tests came to, as a line of JSON for each outcome: the test runner prints from these. */
export default async function* reporter(events) {
  for await (const { type, data } of events) {
    const line = { 'test:pass': passed, 'test:fail': failed, 'test:stderr': said, 'test:diagnostic': warned }[
      type
    ]?.(data)
    if (line) yield `${JSON.stringify(line)}\n`
  }
}

/** A file and a group are not tests of their own, nor is a test that only gathers others. */
const gathers = ({ details, name, file }) => details.type === 'suite' || file?.endsWith(name)

function passed(data) {
  const { name, file, skip, todo } = data
  const left = skip ?? todo
  if (left !== undefined) return { outcome: 'failed', name, file, error: 'It was left out (skip or todo).' }
  return gathers(data) ? undefined : { outcome: 'passed', name, file }
}

function failed(data) {
  const { name, file, details } = data
  const { error } = details
  if (error?.failureType === 'subtestsFailed') return undefined
  return { outcome: 'failed', name, file, error: told(error) }
}

function told(error) {
  const cause = error?.cause ?? error
  const text = cause?.stack ?? String(cause)
  const { message = '' } = cause ?? {}
  return text.includes(message) ? text : `${message}\n${text}`
}

const said = ({ file, message }) => ({ outcome: 'said', file, message })

/** What went wrong when no test was running any more. */
const warned = ({ file, message }) =>
  /^(Warning|Error)/.test(message) ? { outcome: 'said', file, message: `${message}\n` } : undefined
