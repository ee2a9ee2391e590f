/** A catalogue in another language: exactly the keys of the English one, each with words of its own. */
export type Words<T> = { readonly [Key in keyof T]: string }
