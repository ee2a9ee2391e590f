declare const raw: unique symbol

/** HTML of our own making. The only text that a template may print without escaping it. */
export type RawHtml = string & { readonly [raw]: true }

/** Only for HTML whose every outside part was escaped by the caller. */
export const rawHtml = (html: string): RawHtml => html as RawHtml
