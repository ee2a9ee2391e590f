export { movePoints, movePointsOfBill, type NewPointMove, pointsToUndo } from './points.commands.ts'
export { loyaltyFacts } from './points.facts.ts'
