import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { refused } from '../../../core/bank-statement.ts'
import { lineAt } from '../../../core/bank-statement-text.ts'

/** An element: its text under "#text", its attributes by "@name", its children by their names without a prefix. */
export type Node = { readonly [name: string]: Node | readonly Node[] | string | undefined }

const deepest = 40
const mostElements = 1_500_000

/**
 * Reads XML of strangers: no document type and no entity of its own (a "bomb" is refused before it is read), of a bounded
 * depth, well-formed from end to end. Elements named in `lists` are always lists. Throws Refusal 'bank.refusal.entities',
 * 'tooDeep' and 'xml', with the line.
 */
export function readXml(text: string, lists: readonly string[]): Node {
  const declared = /<!(DOCTYPE|ENTITY|ELEMENT|ATTLIST)/i.exec(text)
  if (declared) throw refused('entities', { line: lineAt(text, declared.index) })
  refuseDeep(text)
  const valid = XMLValidator.validate(text)
  if (valid !== true) throw refused('xml', { line: valid.err.line, what: valid.err.msg })
  const isList = new Set(lists)
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    removeNSPrefix: true,
    parseTagValue: false,
    parseAttributeValue: false,
    processEntities: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    isArray: (name) => isList.has(name),
  })
  return nodeOf(parsed(parser, text))
}

/** The reader refuses a few things that the validator lets pass, and says so by an Error of no kind of its own. */
function parsed(parser: XMLParser, text: string): unknown {
  try {
    return parser.parse(text)
  } catch (error) {
    throw refused('xml', { line: 1, what: error instanceof Error ? error.message : '' })
  }
}

/** The child of a name, the first where there are several; an empty one where there is none. */
export function child(node: Node, ...path: readonly string[]): Node {
  return path.reduce<Node>((at, name) => children(at, name)[0] ?? {}, node)
}

export function children(node: Node, name: string): readonly Node[] {
  const found = node[name]
  if (found === undefined) return []
  if (isNodes(found)) return found.map((one) => (typeof one === 'string' ? { '#text': one } : one))
  return [typeof found === 'string' ? { '#text': found } : found]
}

/** What stands in an element at the end of a path, its five entities resolved; empty for none. */
export function words(node: Node, ...path: readonly string[]): string {
  const text = child(node, ...path)['#text']
  return typeof text === 'string' ? unescaped(text).replace(/\s+/g, ' ').trim() : ''
}

export function attribute(node: Node, name: string): string {
  const text = node[`@${name}`]
  return typeof text === 'string' ? unescaped(text).trim() : ''
}

/** The lines on which elements of a name begin, in their order. */
export function linesOf(text: string, name: string): number[] {
  const lines: number[] = []
  const begins = new RegExp(`\\n|<(?:[A-Za-z_][\\w.-]*:)?${name}[\\s>]`, 'g')
  let line = 1
  for (const [found] of text.matchAll(begins)) {
    if (found !== '\n') lines.push(line)
    if (found.endsWith('\n')) line += 1
  }
  return lines
}

function refuseDeep(text: string): void {
  let depth = 0
  let elements = 0
  for (const tag of text.matchAll(/<(\/?)[A-Za-z_][^<>]*>/g)) {
    elements += 1
    if (tag[1] === '/') depth -= 1
    else if (!tag[0].endsWith('/>')) depth += 1
    if (depth > deepest || elements > mostElements) throw refused('tooDeep', { line: lineAt(text, tag.index) })
  }
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (whole, decimal, hex, name) => {
    if (name) return named[String(name).toLowerCase()] ?? whole
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
    return code >= 32 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : ' '
  })
}

function nodeOf(parsed: unknown): Node {
  if (!isNode(parsed)) throw refused('xml', { line: 1, what: '' })
  return parsed
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)
const isNodes = (value: Node[string]): value is readonly Node[] => Array.isArray(value)
