import t from 'tap'
import { checkScreens } from './screens-check.ts'

t.test('axe and the console find nothing on a desk', { timeout: 400_000 }, (t) => checkScreens(t, { screen: 'desk' }))
