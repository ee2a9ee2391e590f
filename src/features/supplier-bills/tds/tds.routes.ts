import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { addDays, addMonths, financialYear, type IsoDate, todayIn } from '../../../core/dates.ts'
import { type Paise, rupees, sum } from '../../../core/money.ts'
import { can } from '../../../core/permissions.ts'
import { named } from '../../../db/named.ts'
import { inBusiness } from '../../../db/tenant.ts'
import type { CheckView, OptionView, TitleView, VoidView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { keepBackTds } from './tds.commands.ts'

export interface TdsView {
  head: TitleView
  quarter: { options: readonly OptionView[] }
  isOff: boolean
  /** Undefined for who may not change it. */
  keep: CheckView | undefined
  rows: readonly { id: string; href: string; name: string; pan: string; bills: number; goods: string; tds: string }[]
  total: string
  empty: VoidView
}

declare module '../../../web/views.ts' {
  interface Views {
    'supplier-bills/tds': TdsView
  }
}

const query = Type.Object({ from: Type.Optional(Type.String({ maxLength: 10 })) }, { additionalProperties: false })
const body = Type.Object({ keep: Type.Optional(Type.String({ maxLength: 4 })) }, { additionalProperties: false })
const config = { permission: 'purchase.view' } as const

interface TdsRow {
  id: string
  name: string
  hasPan: boolean
  bills: number
  goods: Paise
  tds: Paise
}

/** What was kept back of suppliers in a quarter: what the return of TDS asks for. */
export const tdsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/purchases/tds', { schema: { querystring: query }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const quarters = quartersUntil(todayIn(clock(), business.zone))
    const from = quarters.find((one) => one === request.query.from) ?? quarters[0] ?? ''
    const until = addDays(addMonths(from, 3), -1)
    const [rows, [setting]] = await inBusiness(db, businessId, async (tx) => [
      await named<TdsRow>(tx, keptBack, [businessId, from, until]),
      await named<{ isOn: boolean }>(tx, settingOf, [businessId]),
    ])
    const reader = { t: reply.t, locale: request.locale }
    const isOff = setting?.isOn !== true
    const mayKeep = can(business.role, 'settings.edit')
    return reply.page('supplier-bills/tds', tdsView(reader, { rows, quarters, from, isOff, mayKeep }))
  })

  app.post('/purchases/tds', { schema: { body }, config: { permission: 'settings.edit' } }, async (request, reply) => {
    const { businessId } = acting(request)
    const isOn = request.body.keep === 'yes'
    await inBusiness(db, businessId, (tx) => keepBackTds(tx, businessId, isOn, actorOf(request, clock)))
    request.session.flash = { key: isOn ? 'tds.savedOn' : 'tds.savedOff' }
    return goTo(reply, '/purchases/tds')
  })
}

/** The first days of this quarter and the seven before it. */
function quartersUntil(today: IsoDate): IsoDate[] {
  const { from } = financialYear(today)
  const all = Array.from({ length: 4 }, (_, n) => addMonths(from, n * 3)).filter((one) => one <= today)
  const first = all.at(-1) ?? from
  return Array.from({ length: 8 }, (_, n) => addMonths(first, n * -3))
}

function tdsView(
  { t, locale }: { t: Translate; locale: Locale },
  {
    rows,
    quarters,
    from,
    isOff,
    mayKeep,
  }: { rows: readonly TdsRow[]; quarters: readonly IsoDate[]; from: IsoDate; isOff: boolean; mayKeep: boolean },
): TdsView {
  return {
    head: {
      title: t('tds.title'),
      note: '',
      back: { href: '/purchases/bills', text: t('supplierBills.title') },
      badge: undefined,
    },
    quarter: {
      options: quarters.map((one) => ({
        value: one,
        text: t('shell.period', { from: showDate(locale, one), to: showDate(locale, addDays(addMonths(one, 3), -1)) }),
        isChosen: one === from,
      })),
    },
    isOff,
    keep: mayKeep
      ? formFields(t, { values: { keep: isOff ? '' : 'yes' }, errors: {} }).check('keep', 'tds.keep', {
          hint: 'tds.keep.hint',
        })
      : undefined,
    rows: rows.map(({ id, name, hasPan, bills, goods, tds }) => ({
      ...{ id, href: `/purchases/bills?party=${id}`, name, bills, goods: rupees(goods), tds: rupees(tds) },
      pan: t(hasPan ? 'tds.pan.given' : 'tds.pan.none'),
    })),
    total: rupees(sum(rows.map(({ tds }) => tds))),
    empty: { icon: 'reports', title: t('tds.empty.title'), text: t('tds.empty.text'), action: undefined },
  }
}

const keptBack = {
  name: 'tds.kept_back',
  text: `
    select p.id, p.name, p.gstin <> '' or p.pan_encrypted is not null as "hasPan", count(*)::int as bills,
      sum(b.goods_paise)::bigint as goods, sum(b.tds_paise)::bigint as tds
    from document d
    join supplier_bill b on b.business_id = d.business_id and b.document_id = d.id and b.tds_paise > 0
    join party p on p.business_id = b.business_id and p.id = b.party_id
    where d.business_id = $1 and d.kind = 'supplier-bill' and d.state = 'issued' and d.on_date between $2::date and $3::date
    group by p.id, p.name, p.gstin, p.pan_encrypted order by p.name, p.id limit 500`,
}

const settingOf = { name: 'tds.setting', text: 'select keeps_back_tds as "isOn" from business where id = $1' }
