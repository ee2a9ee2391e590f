export { peopleTabs } from './people.views.ts'
