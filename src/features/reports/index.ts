export { guarded } from './guarded.ts'
