export {
  createBusiness,
  type NewBusiness,
} from './businesses.commands.ts'
export { listBranches } from './businesses.queries.ts'
