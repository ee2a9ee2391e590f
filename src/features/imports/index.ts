export { mostBytes } from './read/read-bytes.ts'
export { readFile } from './read/read-file.ts'
