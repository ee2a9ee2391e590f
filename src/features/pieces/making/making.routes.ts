import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { parseDate, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { type PieceFields, parsePiece, type Typed, withStone } from '../pieces.form.ts'
import { pieceBody, strict, text, uuid } from '../pieces.schema.ts'
import { createPieces, type NewPieces } from './making.commands.ts'
import { listMakingChoices, listTaken, type MakingChoices } from './making.queries.ts'
import { manyPiecesView, newPieceView } from './making.views.ts'
import { manyCell, parseMany, withRows } from './many.form.ts'

const newBody = Type.Object(
  {
    id: Type.Optional(uuid),
    item: text(36),
    branch: text(36),
    on_date: text(20),
    tag: text(24),
    cost: text(30),
    ...pieceBody.fields,
  },
  { ...strict, patternProperties: pieceBody.stones },
)
const manyBody = Type.Object(
  {
    id: Type.Optional(uuid),
    do: text(10),
    rows: text(3),
    item: text(36),
    branch: text(36),
    on_date: text(20),
    counter: text(30),
    stone_kind: text(40),
    hallmark: text(30),
  },
  {
    ...strict,
    patternProperties: {
      '^row\\.\\d{1,2}\\.(tag|huid|size|gross|other_weight|stone_carat|stone_rate|cost)$': Type.String({
        maxLength: 30,
      }),
    },
  },
)
const query = Type.Object({ item: text(36) }, strict)
const config = { permission: 'piece.edit' } as const

export const makingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  const today = (request: FastifyRequest) => todayIn(clock(), acting(request).business.zone)
  const choicesOf = (request: FastifyRequest) => {
    const { businessId } = acting(request)
    return inBusiness(db, businessId, (tx) => listMakingChoices(tx, businessId, 'piece'))
  }
  const blank = (item: string): Typed => ({ id: newId(), on_date: 'today', item })
  const showNew = async (request: FastifyRequest, reply: FastifyReply, typed: Typed, errors: FieldErrors = {}) =>
    reply.page('pieces/new', newPieceView(reply.t, { typed, errors, choices: await choicesOf(request) }))
  const showMany = async (request: FastifyRequest, reply: FastifyReply, typed: Typed, errors: FieldErrors = {}) =>
    reply.page('pieces/many', manyPiecesView(reply.t, { typed, errors, choices: await choicesOf(request) }))

  app.get('/pieces/new', { schema: { querystring: query }, config }, (request, reply) =>
    showNew(request, reply, { ...blank(request.query.item), stones: '2' }),
  )
  app.get('/pieces/many', { schema: { querystring: query }, config }, (request, reply) =>
    showMany(request, reply, { ...blank(request.query.item), rows: '10' }),
  )
  app.post('/pieces/form', { schema: { body: newBody }, config }, (request, reply) => {
    const typed = given(request.body)
    return showNew(request, reply, typed['do'] === 'add' ? withStone(typed) : typed)
  })
  app.post('/pieces/many/form', { schema: { body: manyBody }, config }, (request, reply) =>
    showMany(request, reply, withRows(given(request.body))),
  )

  app.post('/pieces', { schema: { body: newBody }, config }, async (request, reply) => {
    const typed = { ...given(request.body), id: request.body.id ?? newId() }
    const choices = await choicesOf(request)
    const place = placeOf(typed, choices, today(request))
    const piece = parsePiece(typed, { saleMode: place.saleMode })
    if (!piece.ok || !place.ok) return showNew(request, reply.code(422), typed, { ...place.errors, ...errorsIn(piece) })
    const made = { ...place.value, pieces: [{ ...piece.value, id: typed.id }] }
    const refused = await make(deps, request, made, (one) => one)
    if (refused) return showNew(request, reply.code(422), typed, refused.errors)
    return goTo(reply, `/pieces/${typed.id}`)
  })

  app.post('/pieces/many', { schema: { body: manyBody }, config }, async (request, reply) => {
    const typed = { ...given(request.body), id: request.body.id ?? newId() }
    const choices = await choicesOf(request)
    const place = placeOf(typed, choices, today(request))
    const many = parseMany(typed, { saleMode: place.saleMode })
    if (!many.ok || !place.ok) return showMany(request, reply.code(422), typed, { ...place.errors, ...errorsIn(many) })
    const { rows, pieces } = many.value
    const made = { ...place.value, pieces: pieces.map((piece, i) => ({ ...piece, id: idOfRow(typed.id, i) })) }
    const refused = await make(deps, request, made, (name, i) =>
      name === 'tag' || name === 'huid' ? manyCell(rows[i] ?? 0, name) : name,
    )
    if (refused) return showMany(request, reply.code(422), typed, refused.errors)
    return goTo(reply, `/pieces/tags?${new URLSearchParams(made.pieces.map(({ id }) => ['id', id]))}`)
  })
}

/** Makes the pieces, or says which tag or HUID is another's, at its field. */
async function make(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  request: FastifyRequest,
  made: NewPieces,
  fieldOf: (name: string, index: number) => string,
): Promise<{ errors: FieldErrors } | undefined> {
  const { businessId } = acting(request)
  const [first] = made.pieces
  const codes = { tags: made.pieces.map(({ tag }) => tag), huids: made.pieces.map(({ huid }) => huid) }
  return inBusiness(db, businessId, async (tx) => {
    const isAgain = await tx('piece').where({ business_id: businessId, id: first?.id }).first('id')
    const taken = isAgain ? [] : await listTaken(tx, businessId, codes)
    const errors = takenErrors(taken, made.pieces, fieldOf)
    if (Object.keys(errors).length > 0) return { errors }
    const done = await createPieces(tx, businessId, made, actorOf(request, clock))
    request.session.flash = { key: 'pieces.tagged', values: { count: done.length, tag: done[0]?.tag ?? '' } }
    return undefined
  }).catch((error: unknown) => {
    if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
    const name = error.key === 'errors.locked' ? 'on_date' : 'item'
    return { errors: { [name]: { key: error.key, values: error.values } } }
  })
}

/** Where and when pieces come in, and of which article. */
function placeOf(typed: Typed, choices: MakingChoices, today: string) {
  const errors: Record<string, Said> = {}
  const article = choices.articles.find(({ id }) => id === typed['item'])
  const branch = choices.branches.find(({ id }) => id === typed['branch'])
  const onDate = parseDate(typed['on_date'] ?? '', today)
  if (!article) errors['item'] = { key: 'fields.choose' }
  if (!branch) errors['branch'] = { key: 'fields.choose' }
  if (!onDate) errors['on_date'] = { key: 'fields.date' }
  else if (onDate > today) errors['on_date'] = { key: 'fields.date.future' }
  const value = { itemId: article?.id ?? '', branchId: branch?.id ?? '', onDate: onDate ?? today }
  return { ok: Object.keys(errors).length === 0, value, errors, saleMode: article?.saleMode }
}

/** Rows have ids of their own that follow from the form's, so that the same form again names the same pieces. */
function idOfRow(id: string, i: number): string {
  return i === 0
    ? id
    : `${id.slice(0, -2)}${((Number.parseInt(id.slice(-2), 16) + i) % 256).toString(16).padStart(2, '0')}`
}

function takenErrors(
  taken: readonly { tag: string; huid: string }[],
  pieces: readonly PieceFields[],
  fieldOf: (name: string, index: number) => string,
): FieldErrors {
  const errors: Record<string, Said> = {}
  pieces.forEach(({ tag, huid }, i) => {
    if (tag !== '' && taken.some((other) => other.tag === tag))
      errors[fieldOf('tag', i)] = { key: 'pieces.problem.tagTaken', values: { tag } }
    const other = taken.find((one) => huid !== '' && one.huid === huid)
    if (other) errors[fieldOf('huid', i)] = { key: 'pieces.problem.huidTaken', values: { tag: other.tag } }
  })
  return errors
}

const errorsIn = (parsed: { ok: true } | { ok: false; errors: FieldErrors }): FieldErrors =>
  parsed.ok ? {} : parsed.errors

const given = (sent: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(sent).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
