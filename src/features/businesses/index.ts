export {
  createBusiness,
  type NewBusiness,
} from './businesses.commands.ts'
