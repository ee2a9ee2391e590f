import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { type BankFormat, bankFormats } from '../../../core/bank-statement.ts'
import { addDays, monthEnd, monthStart, parseDate, todayIn } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { findBankAccount } from '../bank.queries.ts'
import { findSampleFacts } from './samples.queries.ts'
import { sampleStatement, writeSample } from './samples.rules.ts'

const params = Type.Object({ accountId: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const query = Type.Object(
  {
    format: Type.Union(
      bankFormats.map((format) => Type.Literal(format)),
      { default: 'csv' },
    ),
    on: Type.String({ maxLength: 20, default: '' }),
  },
  { additionalProperties: false },
)

const endings: Readonly<Record<BankFormat, string>> = { csv: 'csv', mt940: 'sta', ofx: 'ofx', camt: 'xml' }

/** Statements to try with, made of the account's own entries of a month: in a demo only, for no bank wrote them. */
export const samplesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock, config }) => {
  app.get(
    '/books/bank/:accountId/sample',
    { schema: { params, querystring: query }, config: { permission: 'bank.reconcile' } },
    async (request, reply) => {
      if (!config.isDemo) throw new NotFound('samples are of a demo')
      const { businessId, business } = acting(request)
      const { format, on } = request.query
      const today = todayIn(clock(), business.zone)
      // The last month that is over.
      const day = parseDate(on, today) ?? addDays(monthStart(today), -1)
      const month = { from: monthStart(day), to: monthEnd(day) }
      const facts = await inBusiness(db, businessId, async (tx) => {
        const account = await findBankAccount(tx, businessId, request.params.accountId)
        return findSampleFacts(tx, businessId, account, month)
      })
      return reply
        .type('application/octet-stream')
        .header('cache-control', 'private, no-store')
        .header('content-disposition', `attachment; filename="statement-${month.to}.${endings[format]}"`)
        .send(Buffer.from(writeSample(format, sampleStatement(facts))))
    },
  )
}
