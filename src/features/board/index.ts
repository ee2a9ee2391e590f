export { type CurrentRate, rateProblem } from './board.rules.ts'
export { purityName } from './board.views.ts'
export { createPurities } from './purities/purities.commands.ts'

export { type NewRate, setRates } from './rates.commands.ts'
export { currentRates } from './rates.queries.ts'
