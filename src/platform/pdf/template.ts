/**
 * The look of every document, in Typst. It is a string in a module, not a file beside one, so that the
 * bundled server finds it too. Everything anybody typed reaches it as JSON in `sys.inputs` and is only ever
 * handled as a value: a value cannot become code, however it is spelt.
 */
export const TEMPLATE = String.raw`
#let data = json(bytes(sys.inputs.document))

#let ink = rgb("#14213d")
#let teal = rgb("#0b6e6e")
#let quiet = rgb("#505a6b")
#let hairline = 0.5pt + rgb("#cdd2da")
#let serif = ("Source Serif 4", "Public Sans")
#let sans = ("Public Sans", "Source Serif 4")

#set document(title: data.title, author: data.author, date: datetime(..data.date))
#set text(font: sans, size: 10pt, fill: ink, lang: "en", region: "GB", hyphenate: false)
#set par(leading: 0.7em, spacing: 1.05em)
#set page(
  paper: "a4",
  margin: (x: 22mm, top: 22mm, bottom: 25mm),
  footer: context {
    set text(size: 8pt, fill: quiet)
    line(length: 100%, stroke: hairline)
    v(-0.4em)
    grid(
      columns: (1fr, auto),
      gutter: 1em,
      data.footer,
      counter(page).display((page, pages) => [Page #page of #pages], both: true),
    )
  },
)

// A word longer than a line may break anywhere.
#show regex("\\S{32,}"): word => word.text.clusters().map(cluster => box(cluster)).join()

// Public Sans kerns a hyphen between spaces so tightly that copied text loses the spaces.
#show regex(" [-–—][-–— ]*"): set text(kerning: false)

#show title: set text(font: serif, size: 27pt, weight: 600)
#show title: set block(above: 0.9em, below: 0.6em)
#show heading: set text(font: serif, weight: 600)
#show heading.where(level: 1): set text(size: 17pt)
#show heading.where(level: 2): set text(size: 13pt)
#show heading.where(level: 3): set text(size: 11pt)
#show heading: set block(above: 1.7em, below: 0.8em)
#show link: set text(fill: teal)
#show link: underline.with(offset: 0.15em, stroke: 0.5pt + teal)

#set list(spacing: 0.8em)
#set enum(spacing: 0.8em)

#set figure(supplement: none, numbering: none, gap: 0.8em)
#set figure.caption(position: top)
#show figure.caption: set text(weight: 700)
#show figure.caption: set align(start)
#show figure.caption: set block(sticky: true)
#show figure: set align(start)
#show figure: set block(above: 1.5em, below: 1.5em)
#show figure.where(kind: table): set block(breakable: true)
#show table: set text(size: 9pt, number-width: "tabular")
#show table: set par(leading: 0.55em)
#show table.cell.where(y: 0): set text(weight: 700)

#let run(piece) = {
  let words = if piece.bold { strong(piece.text) } else { text(piece.text) }
  if piece.link == none { words } else { link(piece.link, words) }
}
#let rich(pieces) = pieces.map(run).join()

// A short table stays on one page; a long one repeats its header on the next.
#let tabular(it) = block(above: 1.6em, below: 1.8em, breakable: it.rows.len() > 12, figure(kind: table, caption: it.caption, table(
  columns: it.columns.map(column => if column.wide { 1fr } else { auto }),
  align: it.columns.map(column => if column.align == "end" { end } else { start }),
  inset: (x: 5pt, y: 4.5pt),
  stroke: (_, y) => (bottom: if y == 0 { 1pt + ink } else { hairline }),
  table.header(..it.columns.map(column => text(column.header))),
  ..it.rows.flatten().map(cell => rich(cell.pieces)),
)))

#let number-and-label(it) = block(breakable: false, {
  set par(leading: 0.5em, spacing: 0.7em)
  par(text(font: serif, size: 22pt, weight: 600, fill: teal, it.figure))
  par(text(size: 9pt, it.label))
})

#let picture(it) = context {
  let drawn = image.with(bytes(it.svg), format: "svg", alt: it.alt)
  let width = if it.wide { 120mm } else { 100mm }
  if measure(drawn(width: width)).height > 205mm { drawn(height: 205mm) } else { drawn(width: width) }
}

#let blocks = (
  "heading": it => heading(level: it.level, it.text),
  "paragraph": it => par(rich(it.pieces)),
  "list": it => if it.numbered { enum(..it.items.map(rich)) } else { list(..it.items.map(rich)) },
  "table": tabular,
  "figures": it => block(above: 1.4em, below: 1.6em, grid(
    columns: (1fr,) * calc.min(4, it.figures.len()),
    gutter: 1.4em,
    ..it.figures.map(number-and-label),
  )),
  "facts": it => block(above: 1.2em, below: 1.4em, terms(
    separator: none,
    hanging-indent: 45mm,
    spacing: 0.75em,
    ..it.facts.map(fact => terms.item(box(width: 45mm, text(fact.label)), rich(fact.pieces))),
  )),
  "chart": it => {
    block(above: 1.8em, sticky: true, figure(kind: image, caption: it.title, picture(it)))
    block(sticky: true, par(it.alt))
    tabular(it.table)
  },
  "note": it => block(inset: (left: 8pt), stroke: (left: 2pt + teal), par(text(size: 8.5pt, fill: quiet, rich(it.pieces)))),
  "page break": it => pagebreak(weak: true),
)

#text(size: 9pt, weight: 700, fill: teal, data.author)
#title()
#if data.subtitle != none { par(text(size: 12.5pt, data.subtitle)) }
#par(text(size: 9pt, fill: quiet, data.written))
#line(length: 100%, stroke: 1.5pt + teal)
#if data.contents { block(above: 2em, below: 2.5em, outline(title: "Contents", depth: 2)) }

#for it in data.alternatives {
  pdf.attach(it.name, bytes(it.text), relationship: "alternative", mime-type: it.type, description: it.says)
}

#for it in data.sections { (blocks.at(it.kind))(it) }
`
