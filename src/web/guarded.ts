/**
 * Text for a cell of a sheet. A spreadsheet takes a text that begins with one of these signs for a formula and runs it,
 * whoever wrote it (OWASP: CSV injection); behind an apostrophe it stays text.
 */
export const guarded = (text: string): string => (/^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text)
