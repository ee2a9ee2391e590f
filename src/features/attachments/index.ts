export { attachTo, listAttachments, type ShownFile } from './attachments.commands.ts'
export { attachmentsRoutes, fileMultipart } from './attachments.routes.ts'
export { type FilesView, filesView } from './attachments.views.ts'
