import { type PropsWithChildren, useContext } from 'hono/jsx'
import { Framed } from './page.tsx'

type LiveProps = PropsWithChildren<{
  /** The address of the record it tells of, `meetings/12`: when that changes, this part of the page is asked for anew. */
  of: string
  /** What this part is called among the live parts of its page. */
  part: string
  /** Short enough to be read out when it changes, such as how many are represented. */
  said?: boolean
  /** The address of a lighter page that shows the same part; otherwise its own page is asked for. */
  from?: string
}>

/**
 * A part of a page that follows what happens, in every browser that has it open; without a script it is as new as
 * the page. What somebody is typing in is left alone until they have left it.
 */
export function LivePart({ of, part, said, from, children }: LiveProps) {
  return (
    <>
      <div
        id={`live-${part}`}
        data-live={of}
        {...(from ? { 'data-live-from': from } : {})}
        {...(said ? { 'aria-live': 'polite' as const } : {})}
      >
        {children}
      </div>
      <LiveScript />
    </>
  )
}

function LiveScript() {
  const { assets } = useContext(Framed)
  return <script type="module" src={`/assets/live.js${assets}`} />
}

/** Stands in a form that keeps what was typed while the connection is gone: see `keeps` of FormFor and LinesFor. */
export function KeepsTyped() {
  const { assets } = useContext(Framed)
  return (
    <>
      <p class="en-kept" role="status" data-kept hidden />
      <script type="module" src={`/assets/keep-typed.js${assets}`} />
    </>
  )
}
