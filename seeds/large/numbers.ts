import { financialYear, type IsoDate } from '../../src/core/dates.ts'
import { documentNumber } from '../../src/core/series.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'

export interface Taken {
  readonly seriesId: string
  readonly number: string
}

interface Series {
  readonly id: string
  readonly kind: string
  readonly fy: string
  readonly prefix: string
  next: bigint
}

/** Number series as `takeNumber` keeps them, counted here and written back at the end. */
export class Numbers {
  #series: Series[]
  #known: ReadonlySet<string>

  private constructor(series: Series[]) {
    this.#series = series
    this.#known = new Set(series.map(({ id }) => id))
  }

  static async of(tx: Tx, businessId: string): Promise<Numbers> {
    const rows: Series[] = await tx('series')
      .where({ business_id: businessId })
      .select('id', 'document_kind as kind', 'fy', 'prefix', 'next')
    return new Numbers(rows.map((row) => ({ ...row, next: BigInt(row.next) })))
  }

  take(kind: string, onDate: IsoDate): Taken {
    const fy = financialYear(onDate).label
    const series = this.#series.find((one) => one.kind === kind && one.fy === fy) ?? this.#begin(kind, fy)
    const number = documentNumber({ prefix: series.prefix, fyLabel: fy, next: series.next })
    series.next += 1n
    return { seriesId: series.id, number }
  }

  #begin(kind: string, fy: string): Series {
    const prefix = this.#series.find((one) => one.kind === kind)?.prefix
    if (prefix === undefined) throw new Error(`no series for ${kind}`)
    const series = { id: newId(), kind, fy, prefix, next: 1n }
    this.#series.push(series)
    return series
  }

  /** Years that began on the way: before the papers that they number. */
  async begin(tx: Tx, businessId: string, branchId: string): Promise<void> {
    const rows = this.#series
      .filter(({ id }) => !this.#known.has(id))
      .map(({ id, kind, fy, prefix }) => ({
        ...{ business_id: businessId, id, document_kind: kind, branch_id: branchId },
        ...{ fy, prefix },
      }))
    if (rows.length > 0) await tx('series').insert(rows)
    this.#known = new Set(this.#series.map(({ id }) => id))
  }

  async keep(tx: Tx, businessId: string): Promise<void> {
    await tx.raw(
      `update series s set next = n.next from unnest(?::uuid[], ?::bigint[]) as n (id, next)
      where s.business_id = ? and s.id = n.id`,
      [this.#series.map(({ id }) => id), this.#series.map(({ next }) => String(next)), businessId],
    )
  }
}
