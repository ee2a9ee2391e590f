export { setRange } from './jewellery/jewellery.commands.ts'
export { saveLevels } from './levels/levels.commands.ts'
