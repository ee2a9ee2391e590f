import { stringify } from 'csv-stringify/sync'
import type { IsoDate } from '../../../core/dates.ts'
import { plainDecimal } from '../../../core/money.ts'
import { type Milli, quantity } from '../../../core/quantity.ts'
import type { Db } from '../../../db/database.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { guarded } from '../../../web/guarded.ts'
import type { Translate } from '../../../words/index.ts'
import { readToday } from '../standing/outlook.commands.ts'
import { noCover } from '../standing/standing.shown.ts'
import type { LevelsFilter } from './levels.form.ts'
import { type LevelsCursor, listBeside, listStanding, type StandingRow } from './levels.queries.ts'
import { besideOf } from './levels.rules.ts'

// By this mark Excel knows the file for UTF-8.
const mark = '\u{FEFF}'
const atOnce = 1000

/** The whole list as it is filtered, part by part: numbers plain, so that a spreadsheet adds them up. */
export async function* levelsCsv(
  db: Db,
  businessId: string,
  filter: LevelsFilter,
  { t, seesCost, today }: { t: Translate; seesCost: boolean; today: IsoDate },
): AsyncGenerator<string> {
  yield mark + stringify([headings(t, seesCost)])
  let after: LevelsCursor | undefined
  do {
    const { rows, beside, hasMore } = await inBusiness(db, businessId, async (tx) => {
      const page = await readToday(tx, businessId, today, () =>
        listStanding(tx, businessId, filter, { after, limit: atOnce }),
      )
      return {
        ...page,
        beside: await listBeside(
          tx,
          businessId,
          page.rows.map(({ itemId }) => itemId),
        ),
      }
    })
    const here = besideOf(filter.branchId)
    yield stringify(
      rows.map((row) => [
        ...named(row),
        decimal(row.quantity),
        decimal(here(beside.reserved, row.itemId)),
        decimal(here(beside.ordered, row.itemId)),
        decimal(here(beside.inTransit, row.itemId)),
        row.coverDays >= noCover ? '' : String(row.coverDays),
        t(`levels.flag.${row.flag}`),
        ...(seesCost ? [plainDecimal(row.value)] : []),
      ]),
    )
    const last = rows.at(-1)
    after = hasMore && last ? [last.sortKey, last.itemId] : undefined
  } while (after)
}

const headings = (t: Translate, seesCost: boolean): string[] => [
  ...[t('shell.name'), t('levels.category'), t('levels.shelf'), t('levels.unit'), t('levels.inStock')],
  ...[t('levels.reserved'), t('levels.onOrder'), t('levels.inTransit'), t('levels.cover'), t('levels.state')],
  ...(seesCost ? [t('levels.value')] : []),
]

const named = ({ name, category, shelf, unit }: StandingRow): string[] => [name, category, shelf, unit].map(guarded)

const decimal = (amount: Milli): string => quantity(amount).replaceAll(',', '')
