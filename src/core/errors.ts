/** 409: the state forbids it; 422: what was asked cannot be; 403: not for this role. */
export type RefusalStatus = 409 | 422 | 403

/** A rule of the business says no. Thrown inside a transaction, so that nothing of it is kept. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly key: string
  readonly values: Record<string, string | number>
  readonly status: RefusalStatus

  /** `key` is a key of the words, `values` fill its holes. */
  constructor(key: string, values: Record<string, string | number> = {}, status: RefusalStatus = 422) {
    super(key)
    this.key = key
    this.values = values
    this.status = status
  }
}

/** There is no such thing, or not in this business: the caller may not learn which. */
export class NotFound extends Error {
  override name = 'NotFound'
}
