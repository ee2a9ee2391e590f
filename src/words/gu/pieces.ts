import type { pieces as en } from '../en/pieces.ts'
import type { Words } from '../words.ts'

export const pieces: Words<typeof en> = {
  'pieces.refusal.taken': 'પીસ {{tag}} આ દરમિયાન લેવાઈ ગયો. આગળ વધતાં પહેલાં ફરી જુઓ.',
  'pieces.refusal.codeTaken': 'આ ટૅગ કે HUID બીજા પીસનો છે. બીજો લખો.',
  'pieces.refusal.otherBody': 'આ પીસ પહેલાં બીજી વિગતોથી સેવ થયા છે. નવા પીસ માટે નવું ફોર્મ ખોલો.',
}
