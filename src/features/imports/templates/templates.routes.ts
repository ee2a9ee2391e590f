import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { importKinds } from '../imports.fields.ts'
import { config } from '../imports.schema.ts'
import { templateCsv, templateXlsx } from './template-files.ts'

const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export const templatesRoutes: FastifyPluginAsyncTypebox = async (app) => {
  for (const kind of importKinds) {
    app.get(`/imports/templates/${kind}.csv`, { config }, (_request, reply) =>
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${kind}.csv"`)
        .send(templateCsv(reply.t, kind)),
    )

    app.get(`/imports/templates/${kind}.xlsx`, { config }, async (_request, reply) =>
      reply
        .type(sheet)
        .header('content-disposition', `attachment; filename="${kind}.xlsx"`)
        .send(await templateXlsx(reply.t, kind)),
    )
  }
}
