import type { CDPSession, Page } from 'puppeteer'
import { fontCss, paperFonts } from './fonts.ts'

type Paper = 'a4' | 'a5' | '80mm' | '58mm'

/** What goes on one paper: a whole page as the app renders it for the screen, and the text of its style sheet. */
export type Sheet = { html: string; css: string; paper: Paper }

/** A page that prints sheets, the line on which it is asked to, and the look (the styles) that the last one left on it. */
export type WarmPage = { page: Page; session: CDPSession; look: string }

/** Makes a fresh page into one that prints sheets: no scripts, no network, fonts loaded once and for all. */
export async function warmUp(page: Page): Promise<WarmPage> {
  await page.setJavaScriptEnabled(false)
  await page.setOfflineMode(true)
  await page.setRequestInterception(true)
  page.on('request', (request) => void (isInline(request.url()) ? request.continue() : request.abort()))
  await page.emulateMediaType('print')
  await page.setContent(`<!doctype html><html><head><style>${await fontCss()}</style></head><body></body></html>`)
  await page.evaluate(() => Promise.all(Array.from(document.fonts, (font) => font.load())).then(() => undefined))
  return { page, session: await page.createCDPSession(), look: '' }
}

function isInline(url: string): boolean {
  return url.startsWith('data:') || url.startsWith('about:')
}

/** Prints one sheet. Nothing of the sheet before it is left on the page but a look that is the same. */
export async function printSheet(warm: WarmPage, { html, css, paper }: Sheet): Promise<Buffer> {
  const { page, session } = warm
  const roll = paper === 'a4' || paper === 'a5' ? null : paper
  if (roll !== null) await fitViewport(page, roll)
  const look = lookOf(css, roll)
  // Reading a style sheet anew costs a third of a print.
  await page.evaluate(laySheet, html, look === warm.look ? null : look, roll)
  warm.look = look
  // Page.pdf of puppeteer asks for a stream and reads it piece by piece: here the paper comes in the one answer.
  const { data } = await session.send('Page.printToPDF', {
    paperWidth: 8.2677,
    paperHeight: 11.6929,
    ...{ marginTop: 0, marginRight: 0, marginBottom: 0, marginLeft: 0 },
    preferCSSPageSize: true,
    printBackground: true,
    generateTaggedPDF: false,
    generateDocumentOutline: false,
  })
  return Buffer.from(data, 'base64')
}

/** A roll's height is measured before it prints, so width queries must see the roll's width then, too. */
async function fitViewport(page: Page, roll: string): Promise<void> {
  const width = Math.round((Number.parseInt(roll, 10) * 96) / 25.4)
  if (page.viewport()?.width !== width) await page.setViewport({ width, height: 600 })
}

function lookOf(css: string, roll: string | null): string {
  // Sass begins a sheet with a byte order mark; read as text it would spoil the first rule (the border boxes).
  const text = css.replaceAll('\uFEFF', '')
  const body = `body{font-family:${paperFonts}}`
  if (roll === null) return `@page{size:A4}\n${text}\n${body}`
  return `${text}\n${body}\nhtml,body{width:${roll};min-width:0;height:auto;min-height:0;margin:0}`
}

/** Runs inside the page, so it reads nothing of this module. Keeps the look that is there when given none. */
async function laySheet(html: string, look: string | null, roll: string | null): Promise<void> {
  const next = new DOMParser().parseFromString(html, 'text/html')
  const alien = 'script,style,link,base,meta,iframe,frame,object,embed,audio,video'
  for (const node of next.querySelectorAll(alien)) node.remove()
  for (const image of next.querySelectorAll('img')) image.setAttribute('loading', 'eager')

  const root = document.documentElement
  for (const name of root.getAttributeNames()) root.removeAttribute(name)
  for (const { name, value } of next.documentElement.attributes) root.setAttribute(name, value)
  document.title = next.title
  document.body.replaceWith(document.importNode(next.body, true))

  if (look !== null) replaceStyle('look', look)
  await document.fonts.ready
  await Promise.allSettled(Array.from(document.images, (image) => image.decode()))
  replaceStyle('size', roll === null ? '' : `@page{size:${roll} ${contentHeight()}px;margin:0}`)

  function replaceStyle(id: string, text: string) {
    const old = document.head.querySelector(`#${id}`)
    if (old?.textContent === text) return
    old?.remove()
    const style = document.createElement('style')
    style.id = id
    style.textContent = text
    document.head.append(style)
  }

  // What hangs out of the last box counts, and one pixel more, lest rounding push the last line to a second page. A
  // PDF page may be 200 inches long.
  function contentHeight() {
    const { body } = document
    const height = Math.max(root.getBoundingClientRect().height, body.offsetTop + body.scrollHeight)
    return Math.min(Math.ceil(height) + 1, 19_200)
  }
}
