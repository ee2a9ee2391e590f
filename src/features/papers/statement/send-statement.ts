import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { type IsoDate, todayIn } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { type Paise, paise } from '../../../core/money.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { paperHtml } from '../../../web/render.ts'
import { isLocale, type Locale, translator } from '../../../words/index.ts'
import { partyBalance, partyStatement } from '../../books/index.ts'
import { findAddresses, findParty } from '../../parties/index.ts'
import { lookOf } from '../paper.views.ts'
import { paperVersion } from '../paper-version.ts'
import { findLogo } from '../papers.queries.ts'
import { referenceOf } from '../pay-qr.ts'
import { notModified, type Printing, print, sendPdf, tagsOf } from '../printing.ts'
import { findHouse, type House, listGists, listOpenOn } from './statement.queries.ts'
import { type MetalStatement, type StatementOf, statementView } from './statement.views.ts'

export interface Period {
  from: IsoDate
  to: IsoDate
}

export interface StatementAsked extends Period {
  partyId: string
  /** Otherwise the party's. */
  locale?: Locale | undefined
}

/**
 * A statement as PDF. It is not kept, for tomorrow it is another; a browser that has the same one is told so before
 * anything is printed. Throws NotFound, NotPrinted; Refusal when the period has too many entries for one paper.
 */
export async function sendStatement(
  reply: FastifyReply,
  { db, printer, clock }: Printing,
  businessId: string,
  asked: StatementAsked,
): Promise<FastifyReply> {
  const of = await inBusiness(db, businessId, (tx) => loadStatement(tx, businessId, asked, clock()))
  const locale = asked.locale ?? localeOf(of)
  const look = lookOf(locale, of.house.accent)
  const view = statementView({ t: translator(locale), locale }, of)
  const tag = createHash('sha256')
    .update(JSON.stringify([paperVersion(), look, view]))
    .digest('hex')
  if (tagsOf(reply.request).includes(tag)) return notModified(reply, tag)
  const html = await reply.paper('print/statement', view, look)
  const bytes = await print(printer, { html, size: 'a4' })
  return sendPdf(reply, bytes, { name: referenceOf(`khata-${asked.from}-${asked.to}`), tag })
}

export interface DrawnStatement {
  html: string
  /** The language it speaks. */
  locale: Locale
  shop: string
  party: { name: string; email: string }
  /** What the party owes at the end of the period; below zero what it is owed. */
  closing: Paise
}

/** What every statement of a business has at its head: read once for many. */
export interface StatementHead {
  house: House
  logo: string
}

export async function findStatementHead(db: Printing['db'], businessId: string): Promise<StatementHead> {
  return inBusiness(db, businessId, async (tx) => {
    const house = await findHouse(tx, businessId)
    return { house, logo: await findLogo(tx, businessId, house.logoSha256) }
  })
}

/**
 * What the statements of some parties say, read in one transaction whose statements travel together. Where one cannot be
 * made, why stands in its place.
 */
export function loadStatements(
  db: Printing['db'],
  businessId: string,
  asked: readonly StatementAsked[],
  { at, head }: { at: Date; head: StatementHead },
): Promise<(StatementOf | Refusal | NotFound)[]> {
  return inBusiness(db, businessId, (tx) =>
    together(
      asked.map((one) =>
        loadStatement(tx, businessId, one, at, head).catch((error) => {
          if (error instanceof Refusal || error instanceof NotFound) return error
          throw error
        }),
      ),
    ),
  )
}

/** A statement as HTML, to be printed by whoever has time. Throws NotFound; Refusal when it has too many entries. */
export async function drawStatement(
  db: Printing['db'],
  businessId: string,
  asked: StatementAsked,
  { at, head }: { at: Date; head: StatementHead },
): Promise<DrawnStatement> {
  return drawLoaded(
    await inBusiness(db, businessId, (tx) => loadStatement(tx, businessId, asked, at, head)),
    asked.locale,
  )
}

/** The same, of what was read before. */
export async function drawLoaded(of: StatementOf, asked?: Locale): Promise<DrawnStatement> {
  const locale = asked ?? localeOf(of)
  const html = await paperHtml(
    'print/statement',
    statementView({ t: translator(locale), locale }, of),
    lookOf(locale, of.house.accent),
  )
  return { html, locale, shop: of.house.name, party: of.party, closing: paise(of.statement.closing) }
}

/** The language of the party's papers, else the shop's. */
export const localeOf = ({ party, house }: StatementOf): Locale => [party.locale, house.locale].find(isLocale) ?? 'en'

/** A paper of 5,000 lines has 150 pages; more is no paper that anyone reads. */
const mostRows = 5_000

/** All rows of the period. Throws NotFound; Refusal when they are too many. */
export async function loadStatement(
  tx: Tx,
  businessId: string,
  asked: StatementAsked,
  at: Date,
  head?: StatementHead,
): Promise<StatementOf> {
  const { partyId, from, to } = asked
  const house = head?.house ?? (await findHouse(tx, businessId))
  const today = todayIn(at, house.zone)
  const [party, addresses, statement, open, balance, logo] = await together([
    findParty(tx, businessId, partyId),
    findAddresses(tx, businessId, partyId),
    partyStatement(tx, businessId, partyId, { from, to, limit: mostRows }),
    listOpenOn(tx, businessId, partyId, { day: to, isPast: to < today }),
    partyBalance(tx, businessId, partyId),
    head ? head.logo : findLogo(tx, businessId, house.logoSha256),
  ])
  if (statement.earlier) throw new Refusal('papers.refusal.tooLong', { max: mostRows.toLocaleString('en-IN') })
  const metals = party.isSupplier ? await metalStatements(tx, businessId, partyId, { from, to }) : []
  const papers = [statement, ...metals.map((of) => of.statement)].flatMap(({ rows }) => documentsOf(rows))
  const { address, city, pin, state } = addresses.billing
  return {
    house,
    logo,
    party: {
      ...party,
      state: party.state || state,
      address: [address, city, pin].filter((part) => part !== '').join(', '),
    },
    isCustomer: party.isCustomer,
    period: { from, to },
    today,
    statement,
    metals,
    gists: await listGists(tx, businessId, papers),
    open,
    balance: paise(balance),
  }
}

/** The grams that are owed beside the rupees: bought by weight, its rate fixed later. A metal without any is left out. */
async function metalStatements(
  tx: Tx,
  businessId: string,
  partyId: string,
  { from, to }: Period,
): Promise<MetalStatement[]> {
  const found = await together(
    metals.map(async ({ metal, commodity }) => ({
      metal,
      statement: await partyStatement(tx, businessId, partyId, { from, to, limit: mostRows, commodity }),
    })),
  )
  return found.filter(({ statement }) => statement.opening !== 0n || statement.rows.length > 0)
}

const metals = [
  { metal: 'gold', commodity: 'XAU' },
  { metal: 'silver', commodity: 'XAG' },
] as const

const documentsOf = (rows: readonly { documentId: string | null }[]): string[] => [
  ...new Set(rows.flatMap(({ documentId }) => documentId ?? [])),
]
