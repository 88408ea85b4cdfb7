// Runs in browsers: built into public/assets/secret-ballot.js.
import { RSABSSA } from '@cloudflare/blindrsa-ts'
import { proofWords, receiptFrom, shownReceipt } from './paper.ts'

/**
 * A school’s paper as this device keeps it until the vote is closed, in base64. Kept before anything is asked for, so
 * that a connection that breaks off loses nothing: the same is asked again.
 */
type Kept = {
  token: string
  key: string
  blinded: string
  inverse: string
  signature?: string
  receipt?: string
}

const suite = RSABSSA.SHA384.PSS.Randomized()
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const
const PROOF = { name: 'ECDSA', hash: 'SHA-256' } as const

const text = (bytes: ArrayBuffer | Uint8Array) =>
  btoa([...new Uint8Array(bytes)].map((byte) => String.fromCharCode(byte)).join(''))
const bytes = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
const hex = (digest: ArrayBuffer) =>
  [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
const sha256 = (data: Uint8Array<ArrayBuffer>) => crypto.subtle.digest('SHA-256', data)

/** What is told to whoever votes; anything else that is thrown is a fault of ours, or of the browser’s. */
class Told extends Error {}

const prefixOf = (ballot: string) => `secret-vote-${ballot}-`
/** Where the browser keeps nothing, the page does, as long as it is open. */
const onPage = new Map<string, string>()

function keep(name: string, kept: Kept) {
  const says = JSON.stringify(kept)
  onPage.set(name, says)
  try {
    localStorage.setItem(name, says)
  } catch {
    // Full, or not allowed.
  }
}

function keptUnder(name: string): Kept | undefined {
  try {
    const says = onPage.get(name) ?? localStorage.getItem(name)
    return says ? JSON.parse(says) : undefined
  } catch {
    return undefined
  }
}

/** A new paper, and its cover: what is sent to be signed tells nothing of it. */
async function newPaper(publicKey: CryptoKey): Promise<Kept> {
  const { publicKey: point, privateKey } = await crypto.subtle.generateKey(CURVE, true, ['sign'])
  const token = suite.prepare(new Uint8Array(await crypto.subtle.exportKey('raw', point)))
  const { blindedMsg, inv } = await suite.blind(publicKey, token)
  const key = await crypto.subtle.exportKey('pkcs8', privateKey)
  return { token: text(token), key: text(key), blinded: text(blindedMsg), inverse: text(inv) }
}

type Asking = { credentials: RequestCredentials; body: Record<string, string> }

/** @throws Told with what the server says no with, or that it was not reached. */
async function asked(address: string, { credentials, body }: Asking): Promise<Record<string, string>> {
  const headers = { Accept: 'application/json' }
  const answer = await fetch(address, {
    method: 'POST',
    credentials,
    headers,
    body: new URLSearchParams(body),
  }).catch(() => {
    throw new Told(LOST)
  })
  if (answer.status >= 500) throw new Told(LOST)
  const says = await answer.json().catch(() => ({}))
  if (!answer.ok) throw new Told(says.says ? `${says.says}.` : LOST)
  return says
}

const LOST =
  'The connection was lost, or the server does not answer. Nothing is lost: your voting paper is kept on this device. Press again in a moment.'
const FALSE =
  'What the server signed does not belong to this vote, so it was not used. Tell whoever keeps this vote.'

function hide(what: string) {
  for (const part of document.querySelectorAll<HTMLElement>(what)) part.hidden = true
}

/** One school’s vote on this page. */
class Booth {
  readonly #box: HTMLElement
  readonly #form: HTMLFormElement
  readonly #name: string
  #busy = false

  constructor(box: HTMLElement, form: HTMLFormElement) {
    this.#box = box
    this.#form = form
    this.#name = `${prefixOf(box.dataset.secretVote ?? '')}${box.dataset.school}`
  }

  begin() {
    const kept = keptUnder(this.#name)
    // Taken, and not with this device: the page says where it is.
    if (this.#box.dataset.taken === 'yes' && !kept) return
    hide('[data-without-script]')
    this.#box.hidden = false
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.#vote()
    })
    if (kept?.receipt) this.#done(kept.receipt)
    else if (kept?.signature || this.#box.dataset.taken === 'yes')
      this.#say('says', 'Your voting paper is on this device and not yet in the box. Choose, and put it in.')
  }

  async #vote() {
    if (this.#busy) return
    this.#busy = true
    this.#say('wrong', '')
    const button = this.#form.querySelector<HTMLButtonElement>('button[type=submit]')
    button?.setAttribute('aria-busy', 'true')
    try {
      const choice = choiceIn(this.#form)
      this.#say('says', 'One moment: your device makes your voting paper.')
      this.#done(await this.#cast(choice))
    } catch (error) {
      this.#say('says', '')
      this.#say('wrong', error instanceof Told ? error.message : `${SORRY} (${(error as Error).message})`)
    } finally {
      button?.removeAttribute('aria-busy')
      this.#busy = false
    }
  }

  /** Takes the paper where it was not taken, puts it into the box, and gives its receipt. */
  async #cast(choice: string): Promise<string> {
    const { secretVote: ballot = '', key = '' } = this.#box.dataset
    const der = bytes(key)
    const algorithm = { name: 'RSA-PSS', hash: 'SHA-384' }
    const publicKey = await crypto.subtle.importKey('spki', der, algorithm, true, ['verify'])
    const paper = await this.#signed(publicKey)
    const signing = await crypto.subtle.importKey('pkcs8', bytes(paper.key), CURVE, false, ['sign'])
    const words = proofWords(Number(ballot), hex(await sha256(der)), choice)
    const proof = await crypto.subtle.sign(PROOF, signing, new TextEncoder().encode(words))
    const { token, signature = '' } = paper
    const body = { token, signature, choice, proof: text(proof) }
    // Without the cookie: nobody is told who puts it in.
    await asked(`/ballots/${ballot}/box`, { credentials: 'omit', body })
    const receipt = receiptFrom(new Uint8Array(await sha256(bytes(token))))
    keep(this.#name, { ...paper, receipt })
    return receipt
  }

  async #signed(publicKey: CryptoKey): Promise<Kept> {
    const { secretVote: ballot, school } = this.#box.dataset
    const paper = keptUnder(this.#name) ?? (await newPaper(publicKey))
    if (paper.signature) return paper
    keep(this.#name, paper)
    const { blinded } = paper
    const address = `/ballots/${ballot}/paper?school=${school}`
    const { signed = '' } = await asked(address, { credentials: 'same-origin', body: { blinded } })
    const signature = await suite
      .finalize(publicKey, bytes(paper.token), bytes(signed), bytes(paper.inverse))
      .catch(() => {
        throw new Told(FALSE)
      })
    const whole = { ...paper, signature: text(signature) }
    keep(this.#name, whole)
    return whole
  }

  #done(receipt: string) {
    this.#say('says', '')
    const place = this.#box.querySelector<HTMLElement>('[data-receipt]')
    if (place) showReceipt(place, receipt)
    hide('[data-before]')
    const asks = this.#box.querySelector<HTMLElement>('[data-asks]')
    const again = this.#box.dataset.mayChange === 'yes'
    const button = this.#form.querySelector('button[type=submit]')
    if (asks) asks.hidden = !again
    if (button && again) button.textContent = 'Change our vote'
    this.#form.reset()
    place?.querySelector('h2')?.setAttribute('tabindex', '-1')
    place?.querySelector('h2')?.focus()
  }

  #say(where: 'says' | 'wrong', words: string) {
    const place = this.#box.querySelector<HTMLElement>(`[data-${where}]`)
    const line = place?.querySelector('span')
    if (!place || !line) return
    line.textContent = words
    place.hidden = words === ''
  }
}

const SORRY = 'Your device could not do that, and nothing was sent. Try another browser.'

/** What a form’s answers choose, as it is kept. @throws Told where nothing does, or two things do. */
function choiceIn(form: HTMLFormElement): string {
  const answers = new FormData(form)
  const one = answers.get('choice')
  if (typeof one === 'string') return one.replace('option-', '')
  const asksRanks = [...answers.keys()].some((name) => name.startsWith('rank-'))
  const ranks = [...answers].flatMap(([name, rank]) =>
    name.startsWith('rank-') && rank !== '' ? [{ id: name.slice('rank-'.length), rank: Number(rank) }] : [],
  )
  const abstains = answers.has('abstains')
  if (abstains && ranks.length > 0) throw new Told('Give preferences or abstain, not both.')
  if (abstains) return 'abstain'
  if (ranks.length === 0)
    throw new Told(
      asksRanks ? 'Give at least one candidate a preference, or abstain.' : 'Select how your school votes.',
    )
  if (new Set(ranks.map(({ rank }) => rank)).size < ranks.length)
    throw new Told('The same preference is given twice: give each candidate another.')
  return ranks
    .sort((a, b) => a.rank - b.rank)
    .map(({ id }) => id)
    .join('>')
}

function showReceipt(place: HTMLElement, receipt: string) {
  place.hidden = false
  const code = place.querySelector('[data-code] p')
  if (code) code.textContent = shownReceipt(receipt)
}

/** The buttons beside a receipt. */
async function pressed({ target }: Event) {
  if (!(target instanceof HTMLElement)) return
  if (target.dataset.does === 'print') print()
  if (target.dataset.does !== 'copy') return
  const receipt = target.closest('[data-receipt]')?.querySelector('[data-code] p')?.textContent ?? ''
  const copied = await navigator.clipboard.writeText(receipt).then(
    () => true,
    () => false,
  )
  target.textContent = copied ? 'Copied' : 'Copying is not allowed here: write it down'
}

/** The receipts that this device keeps of a ballot; once it is closed nothing else of its papers. */
function showKept(place: HTMLElement) {
  const { keptReceipts: ballot = '', over } = place.dataset
  const names = Object.keys(localStorage).filter((name) => name.startsWith(prefixOf(ballot)))
  const receipts = names.flatMap((name) => {
    const { receipt } = keptUnder(name) ?? {}
    if (over === 'yes' && receipt) localStorage.setItem(name, JSON.stringify({ receipt }))
    if (over === 'yes' && !receipt) localStorage.removeItem(name)
    return receipt ? [shownReceipt(receipt)] : []
  })
  if (receipts.length === 0) return
  place.hidden = false
  const code = place.querySelector('[data-code] p')
  if (code) code.textContent = receipts.join(', ')
  const field = document.querySelector<HTMLInputElement>('input[name=receipt]')
  if (field && field.value === '' && receipts.length === 1) field.value = receipts[0] ?? ''
  place.querySelector('[data-does=forget]')?.addEventListener('click', () => {
    for (const name of names) localStorage.removeItem(name)
    if (field) field.value = ''
    place.hidden = true
  })
}

// Browsers have cryptography on protected connections only; without it the page’s own way stays.
if (globalThis.crypto?.subtle) {
  for (const box of document.querySelectorAll<HTMLElement>('[data-secret-vote]')) {
    const form = box.querySelector('form')
    if (form) new Booth(box, form).begin()
  }
  document.addEventListener('click', (event) => void pressed(event))
}
try {
  for (const place of document.querySelectorAll<HTMLElement>('[data-kept-receipts]')) showKept(place)
} catch {
  // This browser lets pages keep nothing.
}
