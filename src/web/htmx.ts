import type { FastifyReply, FastifyRequest } from 'fastify'

// htmx 4 says whether it will swap the answer into part of a page that is already there. Every HX- name lives in this file.
export const varyOn = 'HX-Request-Type'

/** Will the answer be swapped into a page that is already shown? */
export const isSwap = (request: FastifyRequest): boolean => request.headers['hx-request-type'] === 'partial'

/** Did htmx ask, whether for a part or for a whole page? */
export const isHtmx = (request: FastifyRequest): boolean => request.headers['hx-request'] === 'true'

/** Path and query of the page that is shown while htmx asks; empty where it does not say. */
export function pageShown({ headers }: FastifyRequest): string {
  const shown = headers['hx-current-url']
  const url = typeof shown === 'string' ? URL.parse(shown) : null
  return url ? url.pathname + url.search : ''
}

/** Sends the whole page elsewhere, with and without a script. */
export function goTo(reply: FastifyReply, url: string): FastifyReply {
  return isHtmx(reply.request) ? reply.header('HX-Redirect', url).code(204).send() : reply.redirect(url, 303)
}

/** The address bar names what the answer shows, so that loading the page again finds it. */
export const replaceUrl = (reply: FastifyReply, url: string): FastifyReply =>
  isHtmx(reply.request) ? reply.header('HX-Replace-Url', url) : reply
