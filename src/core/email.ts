/** " Meera@Shop.in " → "meera@shop.in"; undefined when nobody could have that address. Capitals are a keyboard's doing. */
export function normaliseEmail(text: string): string | undefined {
  const email = text.trim().toLowerCase()
  const isEmail = email.length <= 254 && /^[^\s@<>()[\]\\,;:"]{1,64}@([a-z0-9-]+\.)+[a-z0-9-]{2,}$/.test(email)
  return isEmail && !email.includes('..') ? email : undefined
}
