import t from 'tap'
import { checkScreens } from './screens-check.ts'

t.test('axe and the console find nothing on a phone', { timeout: 400_000 }, (t) =>
  checkScreens(t, { screen: 'phone', isDark: true }),
)
