import type { IsoDate } from '../../../core/dates.ts'

/** As many tags are printed at once. */
export const mostTags = 200

export interface TagsAsked {
  readonly ids: readonly string[]
  /** With no ids: pieces in stock that came in since this day, of this article. */
  readonly since: IsoDate
  readonly itemId: string | null
}
