export { keepPicture, type Picture } from './pictures.commands.ts'
export { pictureOf, pictureUpload, sendPicture } from './upload.ts'
