/** Whose khata a link shows; `$1` is the business, `$2` the link. */
export const ofLink = '(select l.party_id from portal_link l where l.business_id = $1 and l.id = $2)'

/** More than these stand in the statement: the page stays small on a slow phone. */
export const mostBills = 15
