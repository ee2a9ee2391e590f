export { createItem, type NewItem } from './items.commands.ts'
