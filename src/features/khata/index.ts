export { placeOf } from './khata.rows.ts'
