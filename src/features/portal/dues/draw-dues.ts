import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { isLostConnection, isRetryable } from '../../../db/sqlstate.ts'
import { assetText } from '../../../web/assets.ts'
import { type RawHtml, rawHtml } from '../../../web/raw-html.ts'
import { isLocale, isWordKey, type Locale, translator } from '../../../words/index.ts'
import { NotPrinted, payLink, payView } from '../../papers/index.ts'
import type { Dues, LinkRow } from './dues.queries.ts'
import { callOf, duesView, initialOf, latePart, type ToldView } from './dues.views.ts'

/** A link that worked once. It says whom to ask and nothing of the khata. */
export class LinkEnded extends Error {
  override name = 'LinkEnded'
  readonly link: LinkRow

  constructor(link: LinkRow) {
    super('the link has ended')
    this.link = link
  }
}

export function drawDues(reply: FastifyReply, dues: Dues & { token: string }, locale: Locale): Promise<string> {
  const {
    link,
    balance,
    asked: { isPast },
  } = dues
  const t = translator(locale)
  const reference = `K-${link.partyId.slice(-8)}`
  const upi = { vpa: link.upiVpa, shop: link.shop, reference, note: 'Khata' }
  const late = latePart(dues)
  // What was due then may long be paid.
  const isPart = !isPast && link.upiVpa !== '' && late > 0n && late < balance
  const view = duesView(
    { t, locale },
    {
      ...dues,
      sheetHtml: sheet(),
      pay: isPast ? undefined : payView(t, { ...upi, amount: balance }),
      payLateHref: isPart ? payLink({ ...upi, amount: late, reference: `${reference}-L` }) : '',
    },
  )
  if (dues.asked.error) reply.code(422)
  return reply.paper('portal/dues', view, { locale, accent: 'madder' })
}

/** Whatever went wrong, in the page's own look: the app's sheet may not load here. */
export function tellError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): Promise<string> {
  if (error instanceof LinkEnded) return tellEnded(reply, error.link)
  const status = statusOf(error)
  if (status >= 500) request.log.error({ err: error }, 'failed')
  if (status === 503) reply.header('retry-after', '2')
  const t = translator(request.locale)
  const wait = String(reply.getHeader('retry-after') ?? 60)
  const key = error instanceof NotPrinted ? 'print' : status
  const text = error instanceof Refusal && isWordKey(error.key) ? t(error.key, error.values) : undefined
  const retry = status === 404 ? undefined : { href: request.url, text: t('shell.retry') }
  const told = {
    title: t(`errors.${key}.title`),
    text: text ?? t(`errors.${key}.help`, { seconds: wait, id: request.id }),
  }
  return tell(reply.code(status), request.locale, { ...told, retry })
}

function statusOf(error: FastifyError): 404 | 422 | 429 | 500 | 503 {
  if (error instanceof NotPrinted || isLostConnection(error) || isRetryable(error)) return 503
  if (error instanceof Refusal) return 422
  if (error.statusCode === 429) return 429
  const isTheirs = error.statusCode !== undefined && error.statusCode < 500
  return error instanceof NotFound || isTheirs ? 404 : 500
}

function tellEnded(reply: FastifyReply, link: LinkRow): Promise<string> {
  const locale = isLocale(link.locale) ? link.locale : 'en'
  const t = translator(locale)
  return tell(reply.code(410), locale, {
    shop: link.shop,
    initial: initialOf(link.shop),
    title: t('portal.ended.title'),
    text: t('portal.ended.help', { shop: link.shop }),
    call: callOf(t, link),
  })
}

function tell(
  reply: FastifyReply,
  locale: Locale,
  told: Partial<ToldView> & Pick<ToldView, 'title' | 'text'>,
): Promise<string> {
  const view: ToldView = { sheetHtml: sheet(), shop: '', initial: '', call: undefined, retry: undefined, ...told }
  return reply.paper('portal/told', view, { locale, accent: 'madder' })
}

const sheet = (): RawHtml => rawHtml(assetText('dues.css'))
