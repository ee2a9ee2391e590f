import path from 'node:path'
import view from '@fastify/view'
import { Eta } from 'eta'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { can } from '../core/permissions.ts'
import { type Locale, type Translate, translator } from '../words/index.ts'
import { askedLocale } from './asked-locale.ts'
import { assetUrl } from './assets.ts'
import { isSwap, varyOn } from './htmx.ts'
import { icon } from './icons.ts'
import { navigation, shortcuts } from './navigation.ts'
import type { Accent, Layout, PageContext } from './page.ts'
import { sectionsOf } from './sections.ts'
import type { ViewName, Views } from './views.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The language of the person who asks. */
    locale: Locale
  }
  interface FastifyReply {
    t: Translate
    /** The template in its shell; only its body when htmx swaps the page. */
    page<K extends ViewName>(name: K, model: Views[K], layout?: Layout): Promise<string>
    /** A page for someone else than who asks, in a language of its own: a paper, or a page for customers. */
    paper<K extends ViewName>(name: K, model: Views[K], look: PaperLook): Promise<string>
    /** The fragment alone. */
    fragment<K extends ViewName>(name: K, model: Views[K]): Promise<string>
  }
}

const templates = path.join(import.meta.dirname, '../../views')
const globals = 'const { page, kit } = it; const { t, csrf, nonce } = page; const { icon, asset } = kit;'
const kit = { icon, asset: assetUrl }

const eta = new Eta({ views: templates, cache: true, functionHeader: globals, escapeFunction: escaped })
rememberPaths(eta)

/** A paper that nobody asked for over the web: what long work prints. */
export const paperHtml = <K extends ViewName>(name: K, model: Views[K], look: PaperLook): Promise<string> =>
  eta.renderAsync(`/${name}`, { ...model, kit, page: paperContext('', look) })

export const render = fp(async (app: FastifyInstance, options: { isDemo: boolean }) => {
  await app.register(view, { engine: { eta }, templates, production: true })
  app.decorateRequest('locale', {
    getter(this: FastifyRequest) {
      return this.whoIfAny?.locale ?? askedLocale(this)
    },
  })
  app.decorateReply('t', {
    getter(this: FastifyReply) {
      return translator(this.request.locale)
    },
  })
  app.decorateReply('page', function (this: FastifyReply, name, model, layout) {
    const shell = isSwap(this.request) ? '/layouts/swap' : (layout ?? usualLayout(this.request))
    html(this).header('vary', varyOn)
    return this.viewAsync(name, {
      ...model,
      kit,
      page: pageContext(this, shell, options.isDemo),
    })
  })
  app.decorateReply('paper', function (this: FastifyReply, name, model, look) {
    return html(this).viewAsync(name, { ...model, kit, page: paperContext(this.request.nonce, look) })
  })
  app.decorateReply('fragment', function (this: FastifyReply, name, model) {
    return html(this).viewAsync(name, {
      ...model,
      kit,
      page: pageContext(this, '/layouts/swap', options.isDemo),
    })
  })
})

/** The language and colour of who wrote it. */
interface PaperLook {
  locale: Locale
  accent: Accent
  sheet?: 'a4' | 'a5'
}

const paperContext = (nonce: string, { locale, accent, sheet = 'a4' }: PaperLook): PageContext => ({
  t: translator(locale),
  locale,
  layout: '/layouts/print',
  csrf: '',
  nonce,
  theme: 'light',
  keys: '',
  accent,
  sheet,
  business: undefined,
  user: undefined,
  nav: [],
  sections: [],
  shortcuts: [],
  canSell: false,
  canSwitch: false,
  flash: '',
  isDemo: false,
})

const html = (reply: FastifyReply): FastifyReply => reply.type('text/html; charset=utf-8')
const usualLayout = (request: FastifyRequest): Layout =>
  request.whoIfAny?.business ? '/layouts/app' : '/layouts/plain'

function pageContext(reply: FastifyReply, layout: Layout, isDemo: boolean): PageContext {
  const { request } = reply
  const who = request.whoIfAny
  const business = who?.business
  return {
    t: reply.t,
    locale: request.locale,
    layout,
    csrf: who ? reply.generateCsrf() : '',
    nonce: request.nonce,
    theme: who?.theme ?? 'system',
    keys: who && Object.keys(who.keys).length > 0 ? JSON.stringify(who.keys) : '',
    accent: business?.accent ?? 'madder',
    business: business && {
      name: business.name,
      initial: [...business.name][0] ?? '',
    },
    user: who && {
      name: who.userName,
      place: business ? reply.t(`roles.${business.role}`) : '',
    },
    nav: business ? navigation(business.role, request.url, reply.t) : [],
    sections: business ? sectionsOf(business, request.url, reply.t) : [],
    shortcuts: business ? shortcuts(business.role, reply.t) : [],
    canSell: business !== undefined && can(business.role, 'sale.make'),
    canSwitch: who !== undefined && who.businesses > 1,
    flash: who ? takeFlash(reply) : '',
    isDemo,
  }
}

function takeFlash(reply: FastifyReply): string {
  const { session } = reply.request
  const said = session.flash
  if (said === undefined) return ''
  delete session.flash
  return reply.t(said.key, said.values)
}

/** Eta looks at every `include` anew for where its file is; ours are all named from the root of the templates. */
function rememberPaths(engine: Eta): void {
  const { resolvePath } = engine
  const known = new Map<string, string>()
  engine.resolvePath = (name, options) => {
    const found = known.get(name)
    if (found !== undefined) return found
    const file = resolvePath?.call(engine, name, options) ?? name
    if (name.startsWith('/')) known.set(name, file)
    return file
  }
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
/** Nothing is printed for what is not there, instead of the word "null". */
function escaped(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value)
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign) : text
}
