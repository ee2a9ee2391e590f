export {
  type CreatedBusiness,
  createBusiness,
  type NewBusiness,
} from './businesses.commands.ts'
