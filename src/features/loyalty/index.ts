export { adjustPoints } from './adjusting.commands.ts'
export { movePoints, movePointsOfBill, type NewPointMove, pointsToUndo } from './points.commands.ts'
export { loyaltyFacts } from './points.facts.ts'
export { setScheme } from './schemes.commands.ts'
