export { mostBytes } from './read/read-bytes.ts'
export { readFile } from './read/read-file.ts'
export { nameOf as fileNameOf, rememberName } from './upload/file-name.ts'
