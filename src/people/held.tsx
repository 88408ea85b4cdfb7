import type { Day } from '../platform/day.ts'
import { Link, Tag } from '../platform/parts.tsx'
import { type Listing, Table } from '../platform/table.tsx'
import type { PostRow } from './queries.ts'
import { isHeldOn, isOver, spellHeld } from './rules.ts'
import { posts } from './tables.ts'

/** Held now, then to come, then over; each group the latest first. */
const inOrder = (rows: PostRow[], today: Day) => {
  const rank = (row: PostRow) => (isHeldOn(row, today) ? 0 : isOver(row, today) ? 2 : 1)
  return rows.toSorted((one, other) => rank(one) - rank(other))
}

const PostTag = ({ post, today }: { post: PostRow; today: Day }) =>
  isHeldOn(post, today) ? (
    <Tag says="Held today" tone="good" />
  ) : isOver(post, today) ? (
    <Tag says="Over" />
  ) : (
    <Tag says="Not yet begun" tone="due" />
  )

const postsHeld = (keeps: boolean, today: Day): Listing<PostRow> => ({
  caption: 'Posts',
  empty: 'No post is recorded, so this person cannot sign in.',
  columns: [
    { title: 'Post', show: ({ post }) => posts[post] },
    { title: 'Where', show: ({ place }) => place },
    { title: 'Held', show: (row) => spellHeld(row, today) },
    { title: 'State', show: (row) => <PostTag post={row} today={today} /> },
    ...(keeps
      ? [
          {
            title: 'Change',
            show: ({ personId, id, post }: PostRow) => (
              <Link to={`/people/${personId}/posts/${id}/correct`}>{`Correct or end ${posts[post]}`}</Link>
            ),
          },
        ]
      : []),
  ],
})

/** The table of somebody's posts, on their page and on their own. */
export function Posts({ rows, keeps, today }: { rows: PostRow[]; keeps: boolean; today: Day }) {
  return <Table of={postsHeld(keeps, today)} rows={inOrder(rows, today)} hideCaption />
}
