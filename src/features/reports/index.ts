export { guarded } from './sheet-cells.ts'
