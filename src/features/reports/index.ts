export { reportDefinitions } from './definitions.ts'
