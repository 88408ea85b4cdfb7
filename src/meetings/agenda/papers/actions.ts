import { sql } from 'kysely'
import type { Actor } from '../../../platform/action.ts'
import { notPossible } from '../../../platform/refusal.ts'
import { correct } from '../../../platform/revision.ts'
import type { StoredFile } from '../../../platform/stored-file.ts'
import { changing, itemIn } from '../actions.ts'
import type { Item } from '../queries.ts'
import type { Paper } from './queries.ts'
import { bringsPapers, isOwnPaper } from './rules.ts'

export type PaperFilled = { title: string; summary: string | null }
/** What a paper says: words typed here, or a file with the words of its pages, where it is a PDF. */
export type Matter = { words: string } | { file: StoredFile; pageTexts: string[] | null }

const noFile = { name: null, type: null, size: null, digest: null, scanned: null }

function columnsOf(matter: Matter) {
  if ('words' in matter) return { ...noFile, words: matter.words }
  const { content: _, ...about } = matter.file
  return { ...about, words: null }
}

/** Adds a paper to an item: whoever keeps the meeting does, or whoever leads or proposes the item. */
export function addPaper(by: Actor, item: Item, { title, summary }: PaperFilled, matter: Matter) {
  const { meetingId } = item
  const about = { did: 'added a paper', meetingId, item: item.id, may: bringsPapers(by.who, item) }
  return changing(by, about, async (tx) => {
    const { state } = await itemIn(tx, meetingId, item.id)
    if (state !== 'accepted' && state !== 'proposed')
      throw notPossible('This item is not on the agenda, so no paper can be added to it')
    const kept = { ...columnsOf(matter), title, summary: summary ?? '', withdrawnAt: null }
    const { id } = await tx
      .insertInto('papers')
      .values({ ...kept, meetingId, itemId: item.id, addedBy: by.who.personId })
      .returning('id')
      .executeTakeFirstOrThrow()
    if ('file' in matter) {
      const { content } = matter.file
      await tx
        .insertInto('paperContents')
        .values({ paperId: id, content, pageTexts: matter.pageTexts })
        .execute()
    }
    return id
  })
}

const aboutPaper = (by: Actor, did: string, { meetingId, itemId, ...rest }: Paper) => ({
  ...{ did, meetingId, item: itemId },
  may: isOwnPaper(by.who, rest),
})

/** Corrects what a paper is called and what it is about; of a typed one its words too. A file is withdrawn instead. */
export async function correctPaper(
  by: Actor,
  of: Paper,
  version: number,
  { title, summary, words }: PaperFilled & { words?: string },
) {
  await changing(by, aboutPaper(by, 'corrected a paper', of), async (tx, by) => {
    const changes = { title, summary: summary ?? '', ...(words === undefined ? {} : { words }) }
    await correct(tx, by, 'papers', { id: of.id, version }, changes)
  })
}

/** Withdraws a paper: it leaves the agenda and the pack, and can be put back. */
export const withdrawPaper = (by: Actor, of: Paper) => setWithdrawn(by, of, true)

export const putPaperBack = (by: Actor, of: Paper) => setWithdrawn(by, of, false)

async function setWithdrawn(by: Actor, of: Paper, withdrawn: boolean) {
  const did = withdrawn ? 'withdrew a paper' : 'put a paper back'
  await changing(by, aboutPaper(by, did, of), (tx) =>
    tx
      .updateTable('papers')
      .set({ withdrawnAt: withdrawn ? sql<Date>`now()` : null })
      .where('id', '=', of.id)
      .execute(),
  )
}
