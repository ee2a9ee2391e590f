export { findDuesLink } from './find-dues-link.ts'
export { makeDuesLink, revokeDuesLink, rotateDuesLink } from './links.commands.ts'
export { linkTokens } from './tokens.ts'
