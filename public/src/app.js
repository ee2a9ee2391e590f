// Everything works without this file; it makes the counter faster and a bad network bearable. Words come from the
// page, pages say what they want by data- attributes, and one listener for each kind of event serves them all.
(() => {
  'use strict'

  const slowMs = 150
  const stillMs = 3000

  // What was typed is worth more than a page that says what went wrong.
  htmx.config.noSwap = [204, 304, 429, '5xx']
  htmx.config.defaultTimeout = 20000
  // Server-made pages change under the reader's hands: nothing glides.
  htmx.config.transitions = false

  // ---- keys ----

  const memory = 'khata.keys'
  const editable = 'input,select,textarea,[contenteditable]'

  function keysAreOn() {
    try {
      return localStorage.getItem(memory) !== 'off'
    } catch {
      return true
    }
  }

  function setKeys(on) {
    try {
      localStorage.setItem(memory, on ? 'on' : 'off')
    } catch {
      // A browser that keeps nothing has its keys on.
    }
    showKeys()
  }

  function showKeys() {
    document.documentElement.toggleAttribute('data-keys-off', !keysAreOn())
    for (const box of document.querySelectorAll('[data-keys-on]')) box.checked = keysAreOn()
  }

  // What a person chose in the place of ours, and which of ours are therefore free.
  const own = JSON.parse(document.documentElement.dataset.keys || '{}')
  const ours = new Map(Object.entries(own).flatMap(([key, chosen]) => (chosen ? [[chosen, key]] : [])))

  // The name that the page knows for what was pressed: nothing where the person gave the key away.
  function meantBy(name) {
    return ours.get(name) || (name in own ? '' : name)
  }

  // The hints say what is to be pressed.
  function showOwn(within) {
    for (const hint of within.querySelectorAll('kbd:not([data-fixed])')) {
      const chosen = own[hint.textContent.replace(' ', '+')]
      if (chosen === undefined) continue
      hint.textContent = chosen.replace('+', ' ')
      hint.dataset.fixed = ''
      hint.hidden = chosen === ''
    }
  }

  function nameOf(event) {
    const key = event.key.length === 1 ? event.key.toUpperCase() : event.key
    return (event.ctrlKey || event.metaKey ? 'Ctrl+' : '') + (event.altKey ? 'Alt+' : '') + (event.shiftKey && key.length > 1 ? 'Shift+' : '') + key
  }

  // An open dialog keeps the keys to itself; the page goes before the shell around it.
  function bearerOf(name) {
    const within = document.querySelector('dialog[open]') || document
    const bearer = `[data-key="${CSS.escape(name)}"]`
    return within.querySelector(`main ${bearer}`) || within.querySelector(bearer)
  }

  function press(element) {
    if (element.matches(editable)) {
      element.focus()
      if (element.select) element.select()
    } else element.click()
  }

  function acceptedForm(target) {
    const form = target.closest('form') || document.querySelector('main form[data-accept]')
    return form && form.matches('[data-accept]') ? form : undefined
  }

  function submit(form, submitter) {
    if (form.requestSubmit) form.requestSubmit(submitter || undefined)
    else form.submit()
  }

  function focusNext(from) {
    const fields = [...from.form.elements].filter((each) => each.type !== 'hidden' && !each.disabled && each.tabIndex >= 0 && each.tagName !== 'FIELDSET' && each.offsetParent)
    const next = fields[fields.indexOf(from) + 1]
    if (!next) return
    next.focus()
    if (next.select) next.select()
  }

  function isEnterNext(event) {
    const { target } = event
    return event.key === 'Enter' && !event.isComposing && target.matches('input,select') && target.form && target.form.matches('[data-enter-next]') && !target.matches('[type=submit],[data-enter-sends]')
  }

  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || !(event.target instanceof Element) || !keysAreOn()) return
    const name = meantBy(nameOf(event))
    if (!name) return
    const bearer = bearerOf(name)
    const form = name === 'Ctrl+A' && acceptedForm(event.target)
    if (isEnterNext(event) && name === 'Enter') focusNext(event.target)
    else if (form) submit(form)
    else if (bearer && (name.length > 1 || !event.target.matches(editable))) press(bearer)
    else if (name === '?' && !event.target.matches(editable)) open('keys')
    else return
    event.preventDefault()
  })

  // ---- buttons ----

  function open(id) {
    const dialog = document.getElementById(id)
    if (dialog && dialog.showModal && !dialog.open) dialog.showModal()
  }

  async function copy(button) {
    const from = document.getElementById(button.dataset.copyFrom || '')
    const text = from ? from.value || from.textContent : button.dataset.copy
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      // Not on a page without https: the text is marked, and the person copies it.
      if (from && from.select) from.select()
      return
    }
    const said = button.lastChild
    const before = said.textContent
    if (before === button.dataset.copied || !button.dataset.copied) return
    said.textContent = button.dataset.copied
    setTimeout(() => {
      said.textContent = before
    }, 2000)
  }

  document.addEventListener('click', (event) => {
    const target = event.target instanceof Element && event.target.closest('button,a')
    if (!target) return
    const { dataset } = target
    if ('print' in dataset) window.print()
    else if ('copy' in dataset || 'copyFrom' in dataset) copy(target)
    else if ('opens' in dataset) open(dataset.opens)
    else if ('closes' in dataset) target.closest('dialog').close()
    else if ('retry' in dataset) retry()
  })

  document.addEventListener('change', (event) => {
    if (event.target.matches('[data-keys-on]')) setKeys(event.target.checked)
  })

  // ---- a slow or lost network ----

  const waiting = new Map()
  let lost

  function say(key, asBanner) {
    const net = document.getElementById('net')
    if (!net) return
    const said = net.querySelector('.net-said')
    net.hidden = !key
    net.classList.toggle('lost', Boolean(asBanner))
    said.textContent = key ? said.dataset[key] : ''
    net.querySelector('[data-retry]').hidden = !asBanner
  }

  function begin(ctx) {
    lost = undefined
    const slow = setTimeout(() => say('loading'), slowMs)
    const still = setTimeout(() => say('still'), stillMs)
    waiting.set(ctx, { slow, still, since: performance.now() })
  }

  function end(ctx) {
    const wait = waiting.get(ctx)
    if (!wait) return
    clearTimeout(wait.slow)
    clearTimeout(wait.still)
    waiting.delete(ctx)
    // Before Chrome 98 a timeout looks like a request that was taken back, of which htmx says nothing.
    if (!lost && !ctx.response && performance.now() - wait.since >= htmx.config.defaultTimeout) lose(ctx, 'timeout')
    if (waiting.size === 0 && !lost) say('')
  }

  function lose(ctx, why) {
    lost = ctx
    say(why, true)
  }

  // The form carries its own id, so that what did arrive is not done twice.
  function retry() {
    if (!lost) return
    const { sourceElement, sourceEvent } = lost
    lost = undefined
    say('')
    if (!sourceElement.isConnected) location.reload()
    else if (sourceElement.matches('form')) submit(sourceElement, sourceEvent && sourceEvent.submitter)
    else htmx.trigger(sourceElement, sourceEvent ? sourceEvent.type : 'click')
  }

  document.addEventListener('htmx:before:request', (event) => begin(event.detail.ctx))
  document.addEventListener('htmx:finally:request', (event) => end(event.detail.ctx))
  document.addEventListener('htmx:response:error', (event) => {
    const { ctx } = event.detail
    if (ctx.response.status >= 500 || ctx.response.status === 429) lose(ctx, 'lost')
  })
  document.addEventListener('htmx:error', (event) => {
    const { ctx, error } = event.detail
    // An answer came, so the network is not to blame.
    if (!ctx || !ctx.request || ctx.response) return
    const isTimeout = ctx.request.signal.reason === 'timeout' || error === 'timeout' || (error && error.name === 'AbortError')
    lose(ctx, isTimeout ? 'timeout' : navigator.onLine ? 'lost' : 'offline')
  })

  // ---- what a page shows first ----

  function settle() {
    showKeys()
    showOwn(document)
    const summary = document.querySelector('.errsum')
    if (summary && document.activeElement !== summary) summary.focus()
  }

  document.addEventListener('htmx:after:swap', (event) => {
    showOwn(document)
    const { target } = event.detail.ctx
    const summary = target && target.isConnected && target.querySelector ? target.querySelector('.errsum') : document.querySelector('.errsum')
    if (summary) summary.focus()
  })
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', settle)
  else settle()
})()
