// An opening on the other side of the account that it stands in is what was paid before the books began: an advance.

/** The kind under which an open item counts and is kept by day. */
export const dueKindSql = (item: string): string => `case when ${item}.is_advance then 'advance' else ${item}.kind end`

/** What is owed by somebody, and not what waits for a bill. */
export const isDueSql = (item: string): string => `(${item}.kind in ('bill', 'opening') and not ${item}.is_advance)`
