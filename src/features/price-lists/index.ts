export { createGroup } from './groups/groups.commands.ts'
export { findGroupOf, listOpenGroups, setPartyGroup } from './groups/groups.of-party.ts'
export { createList, putLines } from './lists/lists.commands.ts'
export { type ItemOffers, offersFor, priceAt } from './offers.queries.ts'
