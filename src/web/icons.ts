import { iconShapes } from './icon-shapes.ts'
import { type RawHtml, rawHtml } from './raw-html.ts'

export type IconName = keyof typeof iconShapes

/** An icon that stands beside a word; a screen reader hears only the word. */
export const icon = (name: IconName): RawHtml =>
  rawHtml(`<svg class="ic" viewBox="0 0 24 24" aria-hidden="true">${iconShapes[name]}</svg>`)
