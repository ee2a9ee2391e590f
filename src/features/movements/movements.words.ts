import type { BadgeView, TabsView } from '../../web/components.views.ts'
import type { Membership } from '../../web/who.ts'
import type { Translate } from '../../words/index.ts'
import { isUnit } from '../items/index.ts'
import { type MovementList, type MovementState, movementLists } from './movements.types.ts'

export const unitText = (t: Translate, unit: string): string => (isUnit(unit) ? t(`units.${unit}.symbol`) : unit)

export function stateBadge(t: Translate, state: MovementState): BadgeView {
  return { text: t(`movements.state.${state}`), tone: toneOf(state) }
}

function toneOf(state: MovementState): BadgeView['tone'] {
  switch (state) {
    case 'waiting':
    case 'differs':
      return 'warn'
    case 'in-transit':
    case 'out':
      return 'acc'
    case 'done':
    case 'received':
    case 'back':
      return 'good'
    case 'refused':
    case 'cancelled':
      return 'bad'
  }
}

const ofJewels: ReadonlySet<MovementList> = new Set(['workshop', 'meltings', 'hallmarks'])

/** All moves, then each kind of paper; the bench, melting and hallmarks are a jeweller's. */
export function movementTabs(t: Translate, kind: Membership['kind'], current: MovementList | 'moves'): TabsView {
  const lists = movementLists.filter((list) => kind === 'jeweller' || !ofJewels.has(list))
  const tab = (list: MovementList | 'moves') => ({
    href: `/stock/${list}`,
    text: t(`movements.${list}.title`),
    isCurrent: list === current,
  })
  return { label: t('movements.title'), tabs: [tab('moves'), ...lists.map(tab)] }
}
