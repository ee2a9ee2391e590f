import ajvCompiler from '@fastify/ajv-compiler'
import type { FastifyInstance } from 'fastify'

type Compile = Parameters<FastifyInstance['setValidatorCompiler']>[0]
type Validator = ReturnType<Compile>

/**
 * Fastify's own validators, each made with the first request that needs it: several hundred at once are half of the time
 * that the app takes to start. That every schema can be made is tried by the tests, which ask each route with what is unfit.
 */
export function lazyValidators(): Compile {
  const compile = ajvCompiler()({}, { customOptions: { coerceTypes: false, removeAdditional: false } })
  return (route) => {
    let made: Validator | undefined
    const validate: Validator = (data) => {
      made ??= compile(route)
      const answer = made(data)
      validate.errors = made.errors ?? null
      return answer
    }
    return validate
  }
}
