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
  // Only where there is a post to hand it to.
  const transport = import('nodemailer').then(({ createTransport }) => createTransport(mailUrl))
  return async (mail) => void (await (await transport).sendMail({ from, ...mail }))
}
