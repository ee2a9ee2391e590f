import type { FastifyRequest } from 'fastify'
import { isLocale, type Locale } from '../words/index.ts'

/** The first language of the browser that we speak; English otherwise. */
export function askedLocale(request: FastifyRequest): Locale {
  const asked = (request.headers['accept-language'] ?? '')
    .split(',')
    .map((part) => part.trim().slice(0, 2).toLowerCase())
  return asked.find(isLocale) ?? 'en'
}
