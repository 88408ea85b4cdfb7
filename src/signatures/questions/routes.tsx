import { inBrief as clauseInBrief } from '../../agreement/proposals/rules.ts'
import { clausesOf } from '../../agreement/queries.ts'
import { memberOptions } from '../../members/queries.ts'
import type { RowOptions } from '../../platform/form.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { History } from '../../platform/history.tsx'
import { notFound, permit } from '../../platform/refusal.ts'
import { revisions } from '../../platform/revision.ts'
import { type Asked, fillIn, idOf, list, press, rooms, show } from '../../platform/web.tsx'
import { versionToSign } from '../queries.ts'
import { answer, ask, reword, takeAsRead } from './actions.ts'
import {
  answerForm,
  askForm,
  QuestionPage,
  QuestionsPage,
  questionFilter,
  questionsTable,
  wordsForm,
} from './pages.tsx'
import { clausesAskedAbout, question, questionsListed, schoolsSignedFor } from './queries.ts'
import { mayAnswer, mayCorrect, maySeeAsker, maySeeQuestions, mayTakeAsRead } from './rules.ts'

const home = '/agreement/questions'

/** Questions and reservations on clauses. `site` is where this alliance's pages are on the web, for its mail. */
export function questions(site: string) {
  const routes = rooms()
  routes.get('/', (c) => listed(c))
  routes.on(['get', 'post'], '/new', (c) => asked(c))
  routes.get('/:id', (c) => shown(c))
  routes.on(['get', 'post'], '/:id/correct', (c) => corrected(c))
  routes.on(['get', 'post'], '/:id/answer', (c) => answered(c, site))
  routes.post('/:id/read', (c) => {
    const id = idOf(c)
    return press(c, async (by) => {
      await takeAsRead(by, id)
      return `${home}/${id}?did=saved`
    })
  })
  return routes
}

async function listed(c: Asked) {
  const { by } = c.var
  permit(maySeeQuestions(by.who))
  const filter = questionFilter(await clausesAskedAbout(by.db), await memberOptions(by.db))
  const asks = (await schoolsSignedFor(by)).length > 0
  return list(c, {
    of: questionsTable,
    filter,
    sort: 'clause',
    name: 'questions-on-clauses',
    rows: (asked) => questionsListed(by.db, asked),
    page: (shown) => <QuestionsPage shown={shown} filter={filter} asks={asks} />,
  })
}

async function asked(c: Asked) {
  const { by } = c.var
  const schools = await schoolsSignedFor(by)
  permit(schools.length > 0)
  const version = await versionToSign(by.db, by.today)
  if (!version) throw notFound()
  const clauses = await clausesOf(by.db, version.id)
  const options: RowOptions = clauses.map((clause) => [clause.id, clauseInBrief(clause)])
  const form = askForm(options, schools)
  return fillIn(c, form, {
    current: async () => form.blank({ clauseId: c.req.query('clause') ?? '' }),
    page: (answers) => (
      <FormPage
        form={form}
        answers={answers}
        title="Ask about a clause"
        lead={`Of version ${version.number}, before your school signs it or while it does.`}
        up={home}
        submit="Send it"
      />
    ),
    save: async (asking, by) => `${home}/${await ask(by, asking)}?did=added`,
  })
}

async function shown(c: Asked) {
  const { by } = c.var
  permit(maySeeQuestions(by.who))
  const found = await question(by.db, idOf(c))
  const may = {
    asker: maySeeAsker(by.who, found.membershipId),
    answer: mayAnswer(by.who),
    correct: mayCorrect(by.who, found),
    read: mayTakeAsRead(by.who, found),
  }
  const history = <History of={await earlier(c, found.id)} />
  return show(c, <QuestionPage question={found} may={may} history={history} />)
}

/** What was asked and answered before each correction; the rest of the row never changes. */
async function earlier({ var: { by } }: Asked, id: number) {
  const all = await revisions(by.db, 'clauseQuestions', id)
  return all.map((one) => ({ ...one, before: { words: one.before.words, answer: one.before.answer } }))
}

async function corrected(c: Asked) {
  const { by } = c.var
  const found = await question(by.db, idOf(c))
  permit(mayCorrect(by.who, found))
  return fillIn(c, wordsForm, {
    current: async () => wordsForm.blank(await question(by.db, found.id)),
    page: (answers) => (
      <FormPage form={wordsForm} answers={answers} title="Correct your words" up={`${home}/${found.id}`} />
    ),
    save: async ({ words }, by, version) => {
      await reword(by, { id: found.id, version }, words)
      return `${home}/${found.id}?did=saved`
    },
  })
}

async function answered(c: Asked, site: string) {
  const { by } = c.var
  permit(mayAnswer(by.who))
  const found = await question(by.db, idOf(c))
  return fillIn(c, answerForm, {
    current: async () => answerForm.blank(await question(by.db, found.id)),
    page: (answers) => (
      <FormPage
        form={answerForm}
        answers={answers}
        title={`Answer ${found.school} on clause ${found.number}`}
        lead={found.words}
        up={`${home}/${found.id}`}
      />
    ),
    save: async ({ answer: words }, by, version) => {
      await answer(by, { id: found.id, version }, words, site)
      return `${home}/${found.id}?did=saved`
    },
  })
}
