export { findDuesLink } from './find-dues-link.ts'
export { makeDuesLink } from './links.commands.ts'
export { shareText } from './owner/owner.views.ts'
export { linkTokens } from './tokens.ts'
