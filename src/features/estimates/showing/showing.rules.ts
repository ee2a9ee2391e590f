import type { FoundEstimate, MadeOfIt } from './showing.queries.ts'

/** The bill that stands for it, if there is one. */
export const billOf = ({ made }: Pick<FoundEstimate, 'made'>): MadeOfIt | undefined =>
  made.find(({ kind, state }) => state === 'issued' && kind !== 'sales-order')
