export { createParty } from './parties.commands.ts'
export { findAddresses, findPan, findParty, findPartyIfAny } from './parties.queries.ts'
export type { Address, NewParty, Party } from './parties.types.ts'
export { stateSaid } from './state-said.ts'
