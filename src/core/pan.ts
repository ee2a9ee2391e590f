import { asciiDigits } from './digits.ts'

/** Five letters, four digits, a letter. The fourth letter tells the kind of holder and is not judged here. */
export const isPan = (text: string): boolean => /^[A-Z]{5}\d{4}[A-Z]$/.test(text)

/** " aapfu 0939f " → "AAPFU0939F" */
export const normalisePan = (text: string): string => asciiDigits(text).replace(/[\s-]/g, '').toUpperCase()

/** "AAPFU0939F" → "••••••939F" */
export const maskPan = (pan: string): string => '•'.repeat(Math.max(0, pan.length - 4)) + pan.slice(-4)
