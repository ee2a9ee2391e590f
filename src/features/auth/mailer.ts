import { createTransport } from 'nodemailer'

export interface Mail {
  to: string
  subject: string
  text: string
  attachments?: { filename: string; content: Buffer; contentType: string }[]
}

/** Hands a mail to the post; undefined where no mail server is set. */
export type SendMail = ((mail: Mail) => Promise<void>) | undefined

export function mailer({ mailUrl, mailFrom: from }: { mailUrl: string | undefined; mailFrom: string }): SendMail {
  if (mailUrl === undefined) return undefined
  const transport = createTransport(mailUrl)
  return async (mail) => void (await transport.sendMail({ from, ...mail }))
}
