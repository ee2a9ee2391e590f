import type { finding as en } from '../en/finding.ts'
import type { Words } from '../words.ts'

export const finding: Words<typeof en> = {
  'finding.papers': 'બિલ અને વાઉચર',
  'finding.pages': 'પાનાં',
  'finding.none': 'કંઈ મળ્યું નહીં. નામ, નંબર કે પાનું શોધો.',
  'finding.help': 'પાર્ટી, આઇટમ, નંબરથી બિલ અને વાઉચર, નામથી પાનાં.',
}
