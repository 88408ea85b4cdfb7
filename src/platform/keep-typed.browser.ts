// Runs in browsers: built into public/assets/keep-typed.js.

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 15_000
/** Someone between us and the server, or a server that has just been started, could not take it. */
const TRY_AGAIN = [502, 503, 504]

const says = {
  gone: 'The connection is gone. All you have typed is kept here, and is sent by itself when it is back.',
  sending: 'Sending…',
  kept: 'What you typed here before is kept. It has not been saved yet.',
  since: 'Saved. What you typed since then is not saved yet.',
}

type Pairs = [name: string, value: string][]
/** What was sent, with its button, and what stood on the form when it was. */
type Sent = { pairs: Pairs; typed: Pairs }
/** What is kept across a reload: what was typed, and what was sent and has not been answered. */
type Kept = { typed: Pairs; sent: Sent | null }

const pairsOf = (form: HTMLFormElement, button?: HTMLElement | null): Pairs => {
  const data = new FormData(form, button)
  return [...data].flatMap(([name, value]): Pairs => (typeof value === 'string' ? [[name, value]] : []))
}
const same = (a: Pairs, b: Pairs) => JSON.stringify(a) === JSON.stringify(b)
const own = ([name]: Pairs[number]) => name === 'form-key' || name === 'form-version'
const words = (pairs: Pairs) => pairs.filter((pair) => !own(pair))

/** Puts values into the questions of their names, one after another where several share a name. */
function fill(form: HTMLFormElement, pairs: Pairs) {
  const left = new Map<string, string[]>()
  for (const [name, value] of pairs) left.set(name, [...(left.get(name) ?? []), value])
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type))
      field.checked = left.get(field.name)?.includes(field.value) ?? false
    else if (
      field instanceof HTMLTextAreaElement ||
      field instanceof HTMLSelectElement ||
      (field instanceof HTMLInputElement && !/^(submit|button|file|password)$/.test(field.type))
    ) {
      const value = left.get(field.name)?.shift()
      if (value !== undefined) field.value = value
    }
  }
}

class KeptForm {
  readonly #form: HTMLFormElement
  readonly #status: HTMLElement
  readonly #opened: Pairs
  readonly #place: string
  readonly #nth: number
  #sent: Sent | null = null
  #wait = FIRST_WAIT_MS
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param nth which of the page’s forms it is; `refused` when what stands on it was sent and not taken. */
  constructor(status: HTMLElement, form: HTMLFormElement, nth: number, refused: boolean) {
    this.#form = form
    this.#status = status
    this.#nth = nth
    this.#opened = refused ? [] : pairsOf(form)
    this.#place = `kept ${nth} ${this.#address}`
    if (refused) this.#keep()
    form.addEventListener('input', () => this.#keep())
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.#send(event.submitter)
    })
    addEventListener('online', () => this.#sent && this.#deliver())
    addEventListener('pagehide', () => clearTimeout(this.#timer))
    if (!refused) this.#takeUp()
  }

  get #address() {
    return new URL(this.#form.getAttribute('action') || location.pathname + location.search, location.href)
      .href
  }

  #say(text: string) {
    this.#status.hidden = text === ''
    this.#status.textContent = text
  }

  #keep() {
    const typed = pairsOf(this.#form)
    const kept: Kept = { typed, sent: this.#sent }
    try {
      if (!this.#sent && same(words(typed), words(this.#opened))) sessionStorage.removeItem(this.#place)
      else sessionStorage.setItem(this.#place, JSON.stringify(kept))
    } catch {
      // A browser that keeps nothing still sends what stands on the page.
    }
  }

  #forget() {
    this.#sent = null
    clearTimeout(this.#timer)
    try {
      sessionStorage.removeItem(this.#place)
    } catch {
      // As above.
    }
  }

  /** What an earlier opening of this page left unsaved: shown again, and sent on if it had been sent. */
  #takeUp() {
    const kept = this.#read()
    if (!kept) return
    fill(this.#form, kept.typed)
    this.#say(says.kept)
    this.#offerToLetGo()
    if (!kept.sent) return
    this.#sent = kept.sent
    void this.#deliver()
  }

  #read(): Kept | undefined {
    try {
      const text = sessionStorage.getItem(this.#place)
      return text ? (JSON.parse(text) as Kept) : undefined
    } catch {
      return undefined
    }
  }

  #offerToLetGo() {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'govuk-button govuk-button--secondary'
    button.textContent = 'Let it go, and show what is saved'
    button.addEventListener('click', () => {
      this.#forget()
      location.reload()
    })
    this.#status.append(' ', button)
  }

  async #send(button: HTMLElement | null) {
    if (this.#sent) return
    this.#sent = { pairs: pairsOf(this.#form, button), typed: pairsOf(this.#form) }
    this.#keep()
    this.#wait = FIRST_WAIT_MS
    await this.#deliver()
  }

  async #deliver() {
    clearTimeout(this.#timer)
    if (!this.#sent) return
    if (this.#status.textContent !== says.gone) this.#say(says.sending)
    const body = new URLSearchParams(this.#sent.pairs)
    const answer = await fetch(this.#address, { method: 'POST', body }).catch(() => undefined)
    if (!answer || TRY_AGAIN.includes(answer.status)) return this.#later()
    await this.#answered(answer)
  }

  #later() {
    this.#say(says.gone)
    this.#timer = setTimeout(() => void this.#deliver(), this.#wait)
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS)
  }

  async #answered(answer: Response) {
    const typed = pairsOf(this.#form)
    const since = this.#sent && !same(typed, this.#sent.typed) ? typed : undefined
    if (answer.ok) return since ? this.#goOn(since) : this.#leave(answer)
    const page = new DOMParser().parseFromString(await answer.text().catch(() => ''), 'text/html')
    this.#sent = null
    if (answer.status === 422 || answer.status === 409) {
      if (keptIn(page).length > 0) return this.#show(page, since)
    }
    this.#keep()
    this.#say(
      `${page.querySelector('h1')?.textContent ?? 'That could not be saved'}. All you typed is kept here.`,
    )
  }

  #leave(answer: Response) {
    this.#forget()
    const to = new URL(answer.url)
    if (to.pathname + to.search === location.pathname + location.search) location.reload()
    else location.assign(to)
  }

  /** Saved as it was sent, but more has been typed since: the form goes on under a new key from what stands now. */
  async #goOn(since: Pairs) {
    this.#forget()
    const fresh = await fetch(location.href).then((answer) => answer.text())
    const page = new DOMParser().parseFromString(fresh, 'text/html')
    const hidden = keptIn(page)[this.#nth]?.form.querySelectorAll<HTMLInputElement>('input[type=hidden]')
    fill(this.#form, since)
    for (const { name, value } of hidden ?? []) {
      const field = this.#form.elements.namedItem(name)
      if (field instanceof HTMLInputElement) field.value = value
    }
    this.#keep()
    this.#say(says.since)
  }

  /** The page that says what was wrong takes the place of this one, and what was typed since then stands on it. */
  #show(page: Document, since: Pairs | undefined) {
    this.#forget()
    document.title = page.title
    document.body.replaceWith(page.body)
    begin(this.#nth)
    const again = keptIn(document)[this.#nth]?.form
    if (again && since) {
      fill(again, words(since))
      // A script's own filling in is no input, and would not be kept across a reload.
      again.dispatchEvent(new Event('input'))
    }
    document.querySelector<HTMLElement>('[autofocus]')?.focus()
    document.dispatchEvent(new Event('page-shown'))
  }
}

const keptIn = (page: Document) =>
  [...page.querySelectorAll<HTMLElement>('form [data-kept]')].flatMap((status) => {
    const form = status.closest('form')
    return form ? [{ status, form }] : []
  })

function begin(refused?: number) {
  keptIn(document).forEach(({ status, form }, nth) => {
    new KeptForm(status, form, nth, nth === refused)
  })
}

begin()
