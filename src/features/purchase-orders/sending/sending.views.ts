import { rupees } from '../../../core/money.ts'
import { leftOf } from '../../../core/purchase-order.ts'
import { quantity } from '../../../core/quantity.ts'
import { whatsappLink } from '../../../core/whatsapp.ts'
import type { AreaView, FieldView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showDate, showInstant } from '../../../words/format.ts'
import { type Locale, type Translate, translator } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { paperLocale } from '../../papers/index.ts'
import { unitOf } from '../making/making.views.ts'
import type { Reader } from '../order.views.ts'
import type { FoundOrder } from '../showing/showing.queries.ts'

export interface SendOrderView {
  summary: SummaryView
  head: TitleView
  sent: string
  /** Undefined where no mail goes out from here. */
  mail: { action: string; id: string; email: FieldView; message: AreaView } | undefined
  whatsappHref: string
  whatsappText: string
  pdfHref: string
  markAction: string
  backTo: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'purchase-orders/send': SendOrderView
  }
}

export interface SendingOf {
  found: FoundOrder
  /** Of the work that sends the mail. */
  jobId: string
  typed: Readonly<Record<string, string>>
  errors: FieldErrors
  canMail: boolean
}

export function sendView(
  { t, locale, zone }: Reader,
  { found, jobId, typed, errors, canMail }: SendingOf,
): SendOrderView {
  const { order } = found
  const base = `/purchases/orders/${order.id}`
  const said = paperLocale(order.party, order.seller)
  const values = { email: order.email, message: messageOf(translator(said), said, found), ...typed }
  const f = formFields(t, { values, errors })
  const text = chatOf(translator(said), said, found)
  return {
    summary: f.summary(),
    head: {
      title: t('purchaseOrders.send.of', { number: order.number }),
      note: order.party.name,
      back: { href: base, text: order.number },
      badge: undefined,
    },
    sent:
      order.sentAt === null
        ? ''
        : t('purchaseOrders.sentOn', { when: showInstant(locale, zone, order.sentAt), name: order.sentBy }),
    mail: canMail
      ? {
          action: `${base}/sending/mail`,
          id: jobId,
          email: f.email('email', 'shell.email', { maxlength: 254 }),
          message: f.area('message', 'purchaseOrders.message', { rows: 5, maxlength: 1000 }),
        }
      : undefined,
    whatsappHref: whatsappLink(order.phone || undefined, text),
    whatsappText: text,
    pdfHref: `${base}/print.pdf`,
    markAction: `${base}/sending`,
    backTo: base,
  }
}

/** In the language of the supplier's papers. */
const messageOf = (t: Translate, locale: Locale, { order }: FoundOrder): string =>
  t('purchaseOrders.mail.text', {
    name: order.party.name,
    number: order.number,
    date: showDate(locale, order.expectedOn),
    shop: order.seller.name,
  })

/** The whole order in a chat, line by line: a picture of it is not sent by itself. */
function chatOf(t: Translate, locale: Locale, { order, lines }: FoundOrder): string {
  const shown = lines.filter((line) => leftOf(line) > 0n).slice(0, mostInChat)
  const rest = lines.filter((line) => leftOf(line) > 0n).length - shown.length
  return [
    t('purchaseOrders.chat.head', { shop: order.seller.name, number: order.number }),
    '',
    ...shown.map((line) => {
      const name = line.theirName || line.name
      const code = line.theirCode === '' ? '' : ` (${line.theirCode})`
      const price = line.price > 0n ? ` @ ₹${rupees(line.price)}` : ''
      return `• ${name}${code} - ${quantity(leftOf(line))} ${unitOf(t, line.unit)}${price}`
    }),
    ...(rest > 0 ? [t('purchaseOrders.chat.more', { count: rest })] : []),
    '',
    t('purchaseOrders.chat.by', { date: showDate(locale, order.expectedOn) }),
    order.seller.address,
  ].join('\n')
}

const mostInChat = 40
