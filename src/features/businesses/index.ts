export {
  createBusiness,
  type NewBusiness,
} from './businesses.commands.ts'
export { listBranches } from './businesses.queries.ts'
export { type SectionView, settingsHead, settingsNav } from './settings/settings.views.ts'
