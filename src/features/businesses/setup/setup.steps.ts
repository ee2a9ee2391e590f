/** The wizard's steps after the first, in their order; each is a group of settings and may be skipped. */
export const steps = ['address', 'tax', 'series', 'money'] as const
export type Step = (typeof steps)[number]

export const isStep = (text: string): text is Step => steps.some((step) => step === text)
export const isLastStep = (step: Step): boolean => step === steps.at(-1)

/** The page after a step: the next one, or home. */
export function stepAfter(step: Step): string {
  const next = steps[steps.indexOf(step) + 1]
  return next ? `/setup/${next}` : '/'
}
