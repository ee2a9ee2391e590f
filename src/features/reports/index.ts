export { reportDefinitions } from './definitions.ts'
export { guarded } from './guarded.ts'
