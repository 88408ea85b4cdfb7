// Runs in browsers: built into public/assets/live.js.

/** Many pages hear of one change at once: they ask for theirs one after another. */
const SPREAD_MS = 1_000
const AGAIN_MS = 30_000

type Part = HTMLElement

const parts = () => [...document.querySelectorAll<Part>('[data-live]')]

/** Whether somebody is at work in it: what they have typed or stand on is not taken from under them. */
function isInUse(part: Part): boolean {
  // What was refused stands on its page as it was typed, and nowhere else.
  if (part.closest('form') && document.getElementById('errors')) return true
  const at = document.activeElement
  if (at && at !== part && part.contains(at)) return true
  return [...part.querySelectorAll<HTMLElement>('input, textarea, select')].some(isTyped)
}

function isTyped(field: HTMLElement): boolean {
  if (field instanceof HTMLSelectElement)
    return [...field.options].some((option) => option.selected !== option.defaultSelected && option.index > 0)
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue
  if (!(field instanceof HTMLInputElement) || field.type === 'hidden') return false
  return field.checked !== field.defaultChecked || field.value !== field.defaultValue
}

/** Every form has a key of its own each time, which is no difference. */
const plain = (part: Part) => part.innerHTML.replace(/name="form-key" value="[^"]*"/g, '')

function put(part: Part, fresh: Part) {
  if (plain(part) === plain(fresh)) return
  const opened = new Set(
    [...part.querySelectorAll('details[open] > summary')].map(({ textContent }) => textContent),
  )
  for (const summary of fresh.querySelectorAll('details > summary'))
    if (opened.has(summary.textContent)) summary.parentElement?.setAttribute('open', '')
  part.replaceChildren(...fresh.childNodes)
}

/** Everything that waits for somebody to leave it, or for a page that is being asked for. */
let left = new Set<string>()
let asking = false
let asked = false

/** The pages that show these parts, each asked for once. */
async function refresh() {
  if (asking) {
    asked = true
    return
  }
  asking = true
  asked = false
  const addresses = new Set(parts().map(addressOf))
  for (const address of addresses) await refreshFrom(address).catch(() => {})
  asking = false
  if (asked) await refresh()
}

const addressOf = ({ dataset }: Part) => {
  const own = new URL(location.href)
  own.searchParams.delete('did')
  return dataset.liveFrom ?? own.pathname + own.search
}

async function refreshFrom(address: string) {
  const answer = await fetch(address, { headers: { Accept: 'text/html' } })
  // Signed out, or no longer allowed: the page stays as it is until it is reloaded.
  if (!answer.ok || answer.redirected) return
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  for (const part of parts().filter((one) => addressOf(one) === address)) {
    const fresh = page.getElementById(part.id)
    if (!fresh) continue
    if (isInUse(part)) left.add(part.id)
    else put(part, fresh)
  }
}

let stream: EventSource | undefined
let soon: ReturnType<typeof setTimeout> | undefined
let again: ReturnType<typeof setTimeout> | undefined

/** One change after another does not put off what the first of them asks for. */
function changed() {
  if (soon) return
  soon = setTimeout(() => {
    soon = undefined
    void refresh()
  }, Math.random() * SPREAD_MS)
}

/** A page that nobody looks at holds no connection: a browser has few to one site. */
function follow() {
  clearTimeout(again)
  const of = parts()[0]?.dataset.live
  if (!of || document.hidden || stream) return
  stream = new EventSource(`/live?of=${encodeURIComponent(of)}`)
  let broken = false
  stream.onmessage = changed
  stream.onopen = () => {
    if (broken) changed()
    broken = false
  }
  stream.onerror = () => {
    broken = true
    // Refused rather than broken off: asked again later.
    if (stream?.readyState !== EventSource.CLOSED) return
    leave()
    again = setTimeout(follow, AGAIN_MS)
  }
}

function leave() {
  stream?.close()
  stream = undefined
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) return leave()
  follow()
  changed()
})
document.addEventListener('focusout', () => {
  if (left.size === 0) return
  left = new Set()
  changed()
})
// Another script of ours has put another page in this one’s place.
document.addEventListener('page-shown', () => {
  leave()
  follow()
})
follow()
