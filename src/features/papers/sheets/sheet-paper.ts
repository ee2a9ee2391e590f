import { createHash } from 'node:crypto'
import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import type { Permission } from '../../../core/permissions.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import type { Translate } from '../../../words/index.ts'
import { type BarView, barView } from '../paper.views.ts'
import { notModified, type PaperSize, print, sendKept, sendPdf, tagsOf } from '../printing.ts'
import { usualSheet } from './sheets.queries.ts'
import { isSheet, type Sheet, type SheetKind, sheets, sheetsOf } from './sheets.rules.ts'
import { sheetText } from './sheets.views.ts'

/** A paper with a page to print from, `/…/:id/print`, and a PDF beside it. */
export interface SheetPaper<Of> {
  /** The address of what it is the paper of, without the id: '/orders'. */
  at: string
  /** The last part of its address, where it is not 'print'. */
  name?: string
  kind: SheetKind
  needs: Permission
  /** The kinds of document whose paper stays as it was issued; none for one that changes from day to day. */
  kept?: readonly string[]
  /** What else a kept paper shows that may be added later: with another mark it is another paper. */
  mark?(tx: Tx, businessId: string, id: string): Promise<string>
  load(tx: Tx, businessId: string, id: string): Promise<Of>
  /** The number that the file and the way back are called by. */
  numberOf(of: Of): string
  draw(reply: FastifyReply, of: Of, sheet: Sheet, bar?: BarView): Promise<string>
}

const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })

/** Both addresses of a paper: on the sheet that is asked for, else on the one that the shop usually prints it on. */
export function sheetPaper<Of>(app: FastifyInstance, deps: Deps, paper: SheetPaper<Of>): void {
  const { at, name = 'print', kind, needs, load } = paper
  const width = Type.Optional(Type.Enum(sheets))
  const schema = { params, querystring: Type.Object({ width }, { additionalProperties: false }) }
  const config = { permission: needs }
  type Asked = { Params: { id: string }; Querystring: { width?: Sheet } }

  app.get<Asked>(`${at}/:id/${name}`, { schema, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const [of, usual] = await inBusiness(deps.db, businessId, (tx) =>
      Promise.all([load(tx, businessId, id), usualSheet(tx, businessId, kind)]),
    )
    const sheet = sheetOf(kind, request.query.width) ?? usual
    const path = `${at}/${id}/${name}`
    const bar = barView(request.locale, reply.t, {
      backTo: { href: `${at}/${id}`, text: paper.numberOf(of) },
      pdfHref: `${path}.pdf?width=${sheet}`,
      others: otherSheets(reply.t, path, kind, sheet),
    })
    return paper.draw(reply, of, sheet, bar)
  })

  app.get<Asked>(`${at}/:id/${name}.pdf`, { schema, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const read = <Result>(work: (tx: Tx) => Promise<Result>) => inBusiness(deps.db, businessId, work)
    const sheet = sheetOf(kind, request.query.width) ?? (await read((tx) => usualSheet(tx, businessId, kind)))
    const size = sizes[sheet]
    if (paper.kept) {
      const mark = paper.mark ? await read(async (tx) => paper.mark?.(tx, businessId, id)) : ''
      const asked = { documentId: id, kinds: paper.kept, form: mark ? `${size} ${mark}` : size }
      return sendKept(reply, deps, businessId, asked, async () => {
        const of = await read((tx) => load(tx, businessId, id))
        return { html: await paper.draw(reply, of, sheet), size }
      })
    }
    const of = await read((tx) => load(tx, businessId, id))
    const html = await paper.draw(reply, of, sheet)
    const tag = createHash('sha256').update(html.replaceAll(request.nonce, '')).digest('hex')
    if (tagsOf(request).includes(tag)) return notModified(reply, tag)
    const bytes = await print(deps.printer, { html, size })
    return sendPdf(reply, bytes, { name: paper.numberOf(of).replaceAll('/', '-'), tag })
  })
}

const sheetOf = (kind: SheetKind, asked: Sheet | undefined): Sheet | undefined =>
  asked && isSheet(kind, asked) ? asked : undefined

const otherSheets = (t: Translate, path: string, kind: SheetKind, current: Sheet): BarView['others'] =>
  sheetsOf[kind].map((sheet) => ({
    href: `${path}?width=${sheet}`,
    text: sheetText(t, sheet),
    isCurrent: sheet === current,
  }))

const sizes: Readonly<Record<Sheet, PaperSize>> = { a4: 'a4', a5: 'a5', 80: '80mm', 58: '58mm' }
