/** The six figures of a move, and where they are kept. */
export const figureColumns = [
  { figure: 'quantity', column: 'quantity_milli' },
  { figure: 'value', column: 'value_paise' },
  { figure: 'gross', column: 'gross_mg' },
  { figure: 'net', column: 'net_mg' },
  { figure: 'fine', column: 'fine_mg' },
  { figure: 'carat', column: 'carat_mct' },
] as const

const columns = figureColumns.map(({ column }) => column)
const weights = columns.slice(2)
const list = (of: readonly string[], write: (name: string) => string): string => of.map(write).join(', ')

/** What counts as sold and as bought in `stock_month`; what a revaluation changes goes to the month with its move. */
export const soldKinds = ['sale', 'sale-cancelled', 'return', 'return-cancelled'] as const
export const boughtKinds = ['purchase', 'purchase-cancelled', 'purchase-return', 'purchase-return-cancelled'] as const
export const inKinds = (kind: string, kinds: readonly string[]): string =>
  `${kind} in (${kinds.map((name) => `'${name}'`).join(', ')})`

/** What moves goods by itself, and undoes nothing. */
export const ownKinds: readonly string[] = [
  ...[
    'opening',
    'sale',
    'purchase',
    'old-gold',
    'adjustment',
    'wastage',
    'own-use',
    'sample',
    'melting',
    'transfer',
    'count',
  ],
]

/** What else a month keeps of a level, beside what weighs. */
const flowColumns = [
  ...['in_milli', 'out_milli', 'in_paise', 'out_paise', 'sold_milli', 'sold_paise', 'bought_milli', 'bought_paise'],
] as const

export const monthColumns = [...flowColumns, ...weights] as const

/** The kept columns of a month, from rows `m` with the kind and direction of the move that they are of. */
export const monthSums = (kind: string, isIn: string): string => {
  const total = (sql: string, when: string, sign = '') =>
    `coalesce(${sign}sum(${sql}) filter (where ${when}), 0)::bigint`
  const [sold, bought] = [inKinds(kind, soldKinds), inKinds(kind, boughtKinds)]
  return [
    total('m.quantity_milli', isIn),
    total('m.quantity_milli', `not ${isIn}`, '-'),
    total('m.value_paise', isIn),
    total('m.value_paise', `not ${isIn}`, '-'),
    total('m.quantity_milli', sold, '-'),
    total('m.value_paise', sold, '-'),
    total('m.quantity_milli', bought),
    total('m.value_paise', bought),
    ...weights.map((name) => `sum(m.${name})::bigint`),
  ].join(', ')
}

export const addToMonth = `
  on conflict (business_id, item_id, branch_id, month) do update set
    ${list(monthColumns, (name) => `${name} = stock_month.${name} + excluded.${name}`)}`

export const addToDay = `
  on conflict (business_id, branch_id, on_date) do update set
    ${list(columns, (name) => `${name} = stock_day.${name} + excluded.${name}`)}`

export const dayColumns = columns.join(', ')
export const daySums = list(columns, (name) => `sum(m.${name})::bigint`)

const named = [
  'id',
  'kind',
  'document_id',
  'voucher_id',
  'piece_id',
  'lot_id',
  'lot_pieces',
  'batch_id',
  'parting',
] as const
const bigints = (of: readonly string[]): string[] => of.map(() => 'bigint')
const types = {
  moves: [
    ...['uuid', 'text', 'uuid', 'uuid', 'uuid', 'uuid', 'int', 'uuid', 'uuid'],
    'bigint',
    'uuid',
    'uuid',
    ...bigints(columns),
  ],
  changes: ['uuid', 'uuid', ...bigints(columns), ...bigints(flowColumns), 'boolean', 'boolean'],
  days: ['uuid', ...bigints(columns)],
} as const
const unnested = (of: readonly string[], from: number): string =>
  `unnest(${of.map((type, i) => `$${from + i}::${type}[]`).join(', ')})`

const moves = `${unnested(types.moves, 7)}
      as m (${named.join(', ')}, correction_paise, item_id, branch_id, ${columns.join(', ')})`
const changes = `${unnested(types.changes, 7 + types.moves.length)}
      as c (item_id, branch_id, ${columns.join(', ')}, ${flowColumns.join(', ')}, is_counted, comes_back)`
const days = `${unnested(types.days, 7 + types.moves.length + types.changes.length)} as d (branch_id, ${columns.join(', ')})`

/**
 * How the levels may move. A row that is proposed by an upsert is checked by itself, so what goes out of a level that may not
 * fall below zero has to be an update; where levels may, all is added. What comes in may leave a level that is still below zero
 * from before the policy changed.
 */
export type Levels = 'allowed' | 'in' | 'out' | 'both'

const taken = (where: string): string => `
    taken as (
      update stock_level l set ${list(columns, (name) => `${name} = l.${name} + m.${name}`)}, allows_negative = false
      from changes m where l.business_id = $1 and l.item_id = m.item_id and l.branch_id = m.branch_id${where}
      returning l.item_id, l.branch_id, l.quantity_milli, l.value_paise
    )`

const added = (isAllowed: boolean, where: string): string => `
    added as (
      insert into stock_level (business_id, item_id, branch_id, ${columns.join(', ')}, allows_negative)
      select $1, m.item_id, m.branch_id, ${list(columns, (name) => `m.${name}`)}, ${isAllowed}
      from changes m${where}
      on conflict (business_id, item_id, branch_id) do update set
        ${list(columns, (name) => `${name} = stock_level.${name} + excluded.${name}`)},
        allows_negative = excluded.allows_negative or stock_level.quantity_milli + excluded.quantity_milli < 0
      returning item_id, branch_id, quantity_milli, value_paise
    )`

const levelsOf: Readonly<Record<Levels, string>> = {
  allowed: added(true, ''),
  in: added(false, ''),
  out: taken(''),
  both: `${taken(' and m.quantity_milli < 0')},${added(false, ' where m.quantity_milli >= 0')}`,
}

const stoodOf: Readonly<Record<Levels, string>> = {
  allowed: 'select * from added',
  in: 'select * from added',
  out: 'select * from taken',
  both: 'select * from taken union all select * from added',
}

// A later move of the item makes due what follows; so does one that takes its value from a move that was valued anew since.
const due = `
    due as (
      insert into revaluation_due (business_id, item_id, branch_id, from_on, since)
      select $1, m.item_id, m.branch_id, $3::date, $5 from changes m
      where m.is_counted and (
        exists (select 1 from stock_move x
          where x.business_id = $1 and x.item_id = m.item_id and x.branch_id = m.branch_id and x.on_date > $3::date)
        or m.comes_back and m.quantity_milli > 0
          and exists (select 1 from revaluation_line r where r.business_id = $1 and r.item_id = m.item_id))
      order by m.item_id, m.branch_id
      on conflict (business_id, item_id, branch_id)
        do update set from_on = least(revaluation_due.from_on, excluded.from_on), since = excluded.since
      returning item_id
    )`

// A lot costs by weight what it holds at the time: what comes in before an earlier sale of it, or goes out before a later
// purchase, would have given both another cost. Cancellations and returns go at what they came at.
const late = `
    late as (
      select m.lot_id, (select min(x.on_date) from stock_move x
        where x.business_id = $1 and x.lot_id = m.lot_id and x.on_date > $3::date and (x.quantity_milli > 0) <> (m.quantity_milli > 0)
          and ${inKinds('x.kind', ownKinds)}
          and not exists (select 1 from document d where d.business_id = $1 and d.id = x.document_id and d.state = 'cancelled')) as on_date
      from moves m where m.lot_id is not null and ${inKinds('m.kind', ownKinds)}
    )`

// What is left is the newest, so how much of each layer is left follows from the level alone, and so does what the oldest of
// them is worth: the layers add up to the level whatever went out.
const layersOf = (levels: Levels): string => `
    method as materialized (select valuation = 'fifo' as is_fifo from business where id = $1),
    stood as (${stoodOf[levels]}),
    stacked as (
      select l.id, l.item_id, l.branch_id, l.on_date, l.left_milli, l.left_paise, false as is_new
      from stood a join cost_layer l
        on l.business_id = $1 and l.item_id = a.item_id and l.branch_id = a.branch_id and l.left_milli > 0
      where (select is_fifo from method)
      union all
      select m.id, m.item_id, m.branch_id, $3::date, m.quantity_milli, m.value_paise, true
      from moves m where m.quantity_milli > 0 and m.piece_id is null and m.lot_id is null and (select is_fifo from method)
    ),
    cut as (
      select s.*, a.value_paise as worth, greatest(0, least(s.left_milli, a.quantity_milli - coalesce(sum(s.left_milli)
        over (partition by s.item_id, s.branch_id order by s.on_date desc, s.id desc rows between unbounded preceding and 1 preceding),
        0)))::bigint as now_milli
      from stacked s join stood a on a.item_id = s.item_id and a.branch_id = s.branch_id
    ),
    valued as (
      select c.*, case when now_milli = 0 then 0
          when row_number() over (partition by item_id, branch_id, now_milli > 0 order by on_date, id) > 1 then left_paise
          else worth - coalesce(sum(left_paise) filter (where now_milli > 0)
            over (partition by item_id, branch_id order by on_date desc, id desc rows between unbounded preceding and 1 preceding), 0)
        end::bigint as now_paise
      from cut c
    ),
    cut_layers as (
      update cost_layer l set left_milli = v.now_milli, left_paise = v.now_paise from valued v
      where l.business_id = $1 and l.id = v.id and not v.is_new and (v.now_milli, v.now_paise) <> (v.left_milli, v.left_paise)
    ),
    new_layers as (
      insert into cost_layer (business_id, id, item_id, branch_id, on_date, quantity_milli, value_paise, left_milli, left_paise)
      select $1, id, item_id, branch_id, on_date, left_milli, left_paise, now_milli, now_paise from valued where is_new
    )`

/** What there is to keep beside the levels: of goods that are counted, of jewels that have a name of their own, or of both. */
export type Moved = 'goods' | 'jewels' | 'both'

/**
 * One statement for the moves and all that is kept of them: $1 business, $2 note, $3 date, $4 and $5 who and when, $6 the month,
 * then the columns of the moves, of what they change of each level, in the order of its key, and of each branch's day: added up
 * before, for to make ready what would add them up costs more than the adding. Only goods have layers and are valued anew, only
 * lots can be late.
 */
const statementOf = (moved: Moved, levels: Levels, isLate: boolean) => ({
  name: `stock.move.${moved}.${levels}${isLate ? '.late' : ''}`,
  text: `
    with moves as (select * from ${moves}),
    changes as (select * from ${changes}),
    ${levelsOf[levels]},
    written as (
      insert into stock_move (business_id, note, on_date, by_user, at, ${named.join(', ')}, correction_paise, item_id, branch_id,
        ${columns.join(', ')})
      select $1, $2, $3, $4, $5, m.* from moves m
    ),
    months as (
      insert into stock_month (business_id, item_id, branch_id, month, ${monthColumns.join(', ')})
      select $1, m.item_id, m.branch_id, $6::date, ${list(monthColumns, (name) => `m.${name}`)} from changes m
      ${addToMonth}
    ),
    days as (
      insert into stock_day (business_id, branch_id, on_date, ${columns.join(', ')})
      select $1, d.branch_id, $3::date, ${list(columns, (name) => `d.${name}`)} from ${days}
      ${addToDay}
    )${isLate ? `,${late}` : ''}${moved === 'jewels' ? '' : `,${due},${layersOf(levels)}`}
    select ${levels === 'out' || levels === 'both' ? '(select count(*) from taken)::int' : '0'} as taken,
      ${moved === 'jewels' ? '0' : '(select count(*) from due)::int'} as due,
      ${isLate ? '(select lot_id from late where on_date is not null order by on_date limit 1)' : 'null::uuid'} as "lateLot",
      ${isLate ? '(select min(on_date)::text from late)' : 'null::text'} as "lateOn"`,
})

const made = new Map<string, ReturnType<typeof statementOf>>()

/** What is written of a happening is made when it first happens: most of what could be never is. */
export function stockMovesStatement(moved: Moved, levels: Levels, isLate: boolean): ReturnType<typeof statementOf> {
  const name = `${moved} ${levels} ${isLate}`
  const known = made.get(name) ?? statementOf(moved, levels, isLate)
  made.set(name, known)
  return known
}
