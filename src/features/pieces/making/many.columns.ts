import type { WordKey } from '../../../words/index.ts'
import type { ManyCell } from './many.form.ts'

/** How the column of a grid of pieces is headed. */
export function columnWord(cell: ManyCell): WordKey {
  switch (cell) {
    case 'tag':
      return 'pieces.tag'
    case 'huid':
      return 'pieces.huid'
    case 'size':
      return 'pieces.size'
    case 'gross':
      return 'pieces.grossG'
    case 'other_weight':
      return 'pieces.otherG'
    case 'stone_carat':
      return 'pieces.stonesCt'
    case 'stone_rate':
      return 'pieces.stoneRate'
    case 'cost':
      return 'pieces.costRupees'
  }
}

/** Figures stand on the right; a code is none. */
export const isNumberColumn = (cell: ManyCell): boolean => cell !== 'tag' && cell !== 'huid' && cell !== 'size'
