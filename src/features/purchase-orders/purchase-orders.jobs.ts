import { inBusiness } from '../../db/tenant.ts'
import { translator } from '../../words/index.ts'
import type { JobKind, JobResult } from '../jobs/index.ts'
import { print } from '../papers/index.ts'
import { sendOrRefuse } from '../statements/index.ts'
import { drawPaper, fileNameOf } from './paper/paper.ts'
import { mailOf } from './sending/mail-input.ts'
import { markSent } from './sending/sending.commands.ts'

/** An order to the supplier's address, with its paper; the order then says when and by whom it was sent. */
export const purchaseOrderMail: JobKind = {
  kind: 'purchase-order-mail',
  async work(deps, job, progress): Promise<JobResult> {
    const { orderId, email, message } = mailOf(job.input)
    const href = `/purchases/orders/${orderId}`
    const result = { said: { key: 'purchaseOrders.mail.sent', values: { email } }, href } as const
    if (job.checkpoint !== undefined) return result
    const { html, locale, of } = await drawPaper(deps.db, job.businessId, orderId)
    const content = await print(deps.printer, { html, size: 'a4' })
    const { number, seller } = of.order
    await sendOrRefuse(deps, {
      to: email,
      subject: translator(locale)('purchaseOrders.mail.subject', { number, shop: seller.name }),
      text: message,
      attachments: [{ filename: `${fileNameOf(of)}.pdf`, content, contentType: 'application/pdf' }],
    })
    await inBusiness(deps.db, job.businessId, async (tx) => {
      progress.add(1)
      const actor = { ...job.actor, at: deps.clock() }
      await markSent(tx, job.businessId, { id: orderId, how: 'mail', to: email }, actor)
      await progress.checkpoint('sent', tx)
    })
    return result
  },
}
