// The counter's own speed: scans that queue, a keypad without a round trip, arrows and Del. The form works without it.
(() => {
  'use strict'

  const sale = document.getElementById('sale')
  const scan = document.getElementById('scan')
  if (!sale || !scan) return
  const add = document.getElementById('add')
  const byId = (id) => document.getElementById(id)

  // What the person opened stays open when the server draws its inside anew.
  htmx.config.morphIgnore = [...htmx.config.morphIgnore, 'open']

  // ---- one request after another: each takes the form as the answer before it left it ----

  let isBusy = false
  let isHeard = false
  const later = []
  const scans = []
  // The scan that is on its way, and the one that did not arrive and stands in the box.
  let sent
  let failed

  // The code of an amount is asked of the draft, so it waits for what is on its way there.
  const isChange = ({ request, sourceElement }) =>
    (request.method === 'POST' && (sourceElement === sale || sourceElement.form === sale)) || sourceElement.matches('[data-opens=upi-box]')

  function again({ sourceElement, sourceEvent }) {
    if (sourceEvent.type === 'click') return sourceElement.click()
    const submitter = sourceEvent.submitter && sourceEvent.submitter.isConnected ? sourceEvent.submitter : undefined
    sale.requestSubmit(submitter)
  }

  function next() {
    if (isBusy || !isHeard) return
    if (scans.length > 0) return sendScan()
    const waiting = later.shift()
    if (waiting) again(waiting)
  }

  function sendScan() {
    sent = scans.shift()
    sale.requestSubmit(add)
  }

  document.addEventListener('htmx:config:request', (event) => {
    const { ctx } = event.detail
    if (!isChange(ctx)) return
    if (!isBusy) {
      isBusy = true
      // What stands in the box may be the next one, or the letters of a hand.
      if (ctx.request.submitter === add && sent !== undefined) ctx.request.body.set('scan', sent)
      return
    }
    event.preventDefault()
    const isSame = (one) => one.sourceElement === ctx.sourceElement && one.sourceEvent.submitter === ctx.sourceEvent.submitter
    if (!later.some(isSame)) later.push(ctx)
  })

  document.addEventListener('htmx:finally:request', (event) => {
    const { ctx } = event.detail
    // The page goes: what waits has nowhere to go any more.
    if (!isChange(ctx) || (ctx.hx && ctx.hx.redirect)) return
    isBusy = false
    const isAnswered = ctx.response && ctx.response.status < 500 && ctx.response.status !== 429
    if (ctx.request.submitter === add) {
      // Retry sends what stands in the box.
      if (isAnswered && scan.value === failed) scan.value = ''
      // A scan that did not arrive goes back into its box; those behind it follow once it is through.
      failed = isAnswered ? undefined : (sent ?? failed)
      if (failed !== undefined) scan.value = failed
      sent = undefined
    }
    if (isAnswered) next()
    else later.length = 0
  })

  // What was scanned into a session that had ended follows after signing in, on the same bill.
  const memory = 'scans'
  const address = () => location.pathname + location.search

  let leaving

  function keepScans(ctx) {
    const { request } = ctx
    leaving = ctx
    const codes = request.submitter === add && sent !== undefined ? [sent, ...scans] : scans
    try {
      sessionStorage.setItem(memory, JSON.stringify({ address: address(), codes }))
    } catch {
      // Where nothing may be kept it is scanned again.
    }
  }

  function takeKept() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(memory))
      sessionStorage.removeItem(memory)
      if (kept && kept.address === address()) scans.push(...kept.codes)
    } catch {
      // Nothing was kept.
    }
    next()
  }

  // ---- the scan box ----

  let seeking
  let burst = ''
  let silence

  // A code from a scanner is complete at once; what a person types is looked for as it grows.
  function seek() {
    clearTimeout(seeking)
    if (scan.value.trim() === '') byId('found').textContent = ''
    else seeking = setTimeout(() => htmx.trigger(scan, 'seek'), 130)
  }

  function take(code) {
    burst = ''
    clearTimeout(silence)
    clearTimeout(seeking)
    // Not one that rises: the form hears it too, and would take back what is on its way.
    scan.dispatchEvent(new CustomEvent('htmx:abort'))
    if (code.trim() === '') return
    if (scan.value === code) scan.value = ''
    // Behind one that did not arrive stands the next: they are two.
    const isBehind = failed !== undefined && code.startsWith(failed)
    if (isBehind) scans.unshift(failed)
    const own = isBehind ? code.slice(failed.length) : code
    if (own !== '') scans.push(own)
    failed = undefined
    // The page is still there for a moment.
    if (leaving) keepScans(leaving)
    if (!isBusy) next()
  }

  scan.addEventListener('input', seek)

  // Pressed by hand it waits its turn like a scan: nothing that was typed is sent twice or lost to a search on its way.
  add.addEventListener(
    'click',
    (event) => {
      event.preventDefault()
      event.stopImmediatePropagation()
      take(scan.value)
      scan.focus()
    },
    true,
  )

  // What hardly ever changes with a line, and is most of an answer: read and compared only where it is not as it was drawn.
  const still = ['who', 'kyc', 'credits', 'old', 'approve', 'more', 'go']
  const parts = /<hx-partial hx-target="#(\w+)"[^>]*>([^]*?)<\/hx-partial>\n?/g
  let drawn = {}

  document.addEventListener('htmx:after:request', (event) => {
    const { ctx } = event.detail
    if (!isChange(ctx)) return
    if (ctx.hx.redirect && ctx.hx.redirect.startsWith('/sign-in')) keepScans(ctx)
    // The address is told to the browser once: that takes longer than a row.
    if (ctx.hx.replaceurl === address()) delete ctx.hx.replaceurl
    const before = drawn
    drawn = {}
    // What a person typed there since is not what was drawn.
    if (ctx.response.status !== 200 || ctx.request.submitter !== add) return
    ctx.text = ctx.text.replace(parts, (part, place, inside) => {
      if (inside.trim() === '' && !byId(place).firstElementChild) return ''
      if (!still.includes(place)) return part
      drawn[place] = part
      return before[place] === part ? '' : part
    })
  })

  // An answer to letters that are not there any more is late.
  document.addEventListener('htmx:before:swap', (event) => {
    const { ctx } = event.detail
    if (ctx.sourceElement === scan && (isBusy || scan.value.trim() === '')) event.preventDefault()
  })

  document.addEventListener('htmx:after:swap', (event) => {
    if (!isChange(event.detail.ctx)) return
    const open = document.querySelector('#found [data-typed]')
    if (open && open.dataset.typed && scan.value === '') {
      scan.value = open.dataset.typed
      if (document.activeElement === scan) scan.select()
    }
    const wrong = document.querySelector('#sale details:not([open]) [aria-invalid]')
    if (wrong) wrong.closest('details').open = true
    markActive()
    // With the frame, which lays all of it out anyway.
    requestAnimationFrame(() => show(byId('lines').querySelector('.sel')))
  })

  // ---- a scanner types faster than any hand, and not always into the right box ----

  const handMs = 35
  const least = 6
  // So many keys at this pace are no hand's: what follows them is kept here, for a letter in its box costs as much as a line.
  const surely = 1
  const dialogs = document.getElementsByTagName('dialog')
  let before
  let last = 0
  let longest = 0
  let kept = ''

  // Who ends a code by Enter is not waited for, nor is one that pauses inside a code hurried: known from one bill to the next.
  const whole = 200
  let habit = recall()
  // When the last key of a code came that ended with a silence.
  let ended = -whole

  function learn(what) {
    if (habit === what || habit === 'parts') return
    habit = what
    try {
      sessionStorage.setItem('scanner', what)
    } catch {
      // Where nothing may be kept it is learned at each bill.
    }
  }

  function recall() {
    try {
      return sessionStorage.getItem('scanner') || ''
    } catch {
      return ''
    }
  }

  // Without Enter a code ends with a silence: six times its longest, for a scanner that is slow pauses longer too.
  const silenceMs = () => (habit === '' ? Math.min(whole, Math.max(100, 6 * longest)) : whole)

  const typed = () => (kept === '' ? scan.value : scan.value.slice(0, scan.selectionStart) + kept + scan.value.slice(scan.selectionEnd))

  function giveBack() {
    if (kept === '') return
    scan.setRangeText(kept, scan.selectionStart, scan.selectionEnd, 'end')
    kept = ''
    seek()
  }

  function endBurst(event) {
    const code = burst
    const into = before
    burst = ''
    clearTimeout(silence)
    if (code.length < least || into.field !== scan) giveBack()
    if (code.length < least) return false
    learn(event ? 'enter' : '')
    if (event) event.preventDefault()
    else ended = last
    // In its own box all of it counts, also what came before a pause of the cable.
    if (into.field === scan) {
      const all = typed()
      kept = scan.value = ''
      take(all)
    } else {
      into.field.value = into.value
      scan.focus()
      take(code)
    }
    return true
  }

  document.addEventListener(
    'keydown',
    (event) => {
      const { target, key, timeStamp } = event
      const gap = timeStamp - last
      for (const one of dialogs) if (one.open) return
      if (key === 'Enter' && gap < handMs * 2 && endBurst(event)) return event.stopImmediatePropagation()
      const isSign = key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey && key !== '*'
      if (!isSign || gap >= handMs) giveBack()
      if (!isSign) return
      // No one scans two codes so soon after each other: it was one.
      if (gap < whole && ended === last) learn('parts')
      longest = gap < whole ? Math.max(longest, gap) : 0
      if (gap >= handMs) {
        burst = ''
        before = { field: target.matches('input,textarea') ? target : scan, value: target.matches('input,textarea') ? target.value : scan.value }
      }
      burst += key
      last = timeStamp
      clearTimeout(silence)
      silence = setTimeout(endBurst, silenceMs())
      if (burst.length > surely && target === scan) {
        kept += key
        event.preventDefault()
        event.stopImmediatePropagation()
      }
      // Typing with nothing chosen is meant for the scan box.
      if (target === document.body || target.closest('main') === target) scan.focus()
    },
    true,
  )

  // ---- keys ----

  const rows = () => [...byId('lines').querySelectorAll('[data-line]')]
  const chosen = () => byId('lines').querySelector('.sel') || rows().pop()

  function choose(row) {
    if (!row) return
    for (const one of rows()) one.classList.toggle('sel', one === row)
    sale.elements.selected.value = row.dataset.line
    show(row)
  }

  function show(row) {
    if (row && row.scrollIntoView) row.scrollIntoView({ block: 'nearest' })
  }

  function edit(field) {
    if (!field) return
    field.focus()
    field.select()
  }

  const picksNear = (target) => [...(target.closest('#people, .w-find') ? byId('people') : byId('found')).querySelectorAll('button')]

  function walk(event, step) {
    const picks = picksNear(event.target)
    const at = picks.indexOf(event.target)
    if (picks.length === 0) {
      if (event.target !== scan) return false
      const all = rows()
      choose(all[all.indexOf(chosen()) + step])
      return true
    }
    const box = event.target.closest('#people, .w-find') ? byId('q') : scan
    ;(picks[at + step] || (step < 0 ? box : picks[picks.length - 1])).focus()
    return true
  }

  function onScanKey(event) {
    if (event.key === 'Enter') take(scan.value)
    else if (scan.value !== '') return false
    else if (event.key === '*' && chosen()) edit(chosen().querySelector('.qty'))
    else if (event.key === 'Delete' && chosen()) chosen().querySelector('[name=remove]').click()
    else return false
    return true
  }

  sale.addEventListener('keydown', (event) => {
    const { target, key } = event
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return
    const isStep = (key === 'ArrowDown' || key === 'ArrowUp') && (target === scan || target.id === 'q' || target.closest('.picks'))
    if (isStep && walk(event, key === 'ArrowDown' ? 1 : -1)) event.preventDefault()
    else if (target === scan && onScanKey(event)) event.preventDefault()
    else if (key === 'Escape' && target.closest('.picks')) scan.focus()
    else if (key === 'Enter' && target.id === 'q') {
      event.preventDefault()
      const [first] = picksNear(target)
      if (first) first.focus()
      else sale.querySelector('[name=do][value=find]').click()
    } else if (key === 'Enter' && target.matches('input,.slr')) {
      // Leaving the field sends what changed in it.
      event.preventDefault()
      scan.focus()
    } else if (key === 'Delete' && target.matches('button') && target.closest('[data-line]')) {
      event.preventDefault()
      target.closest('[data-line]').querySelector('[name=remove]').click()
    }
  })

  sale.addEventListener('focusin', ({ target }) => {
    choose(target.closest('[data-line]'))
    if (target.matches('[data-tender]')) {
      sale.elements.active.value = target.name
      markActive()
    }
    if (target.matches('input') && target.closest('[data-line], .tender')) target.select()
  })

  // Who sold the chosen line: its letters choose, Enter goes back to the scan box.
  document.addEventListener('click', ({ target }) => {
    if (!target.closest('[data-seller]') || !chosen()) return
    const line = chosen()
    const box = line.querySelector('.slr') || (line.nextElementSibling && line.nextElementSibling.querySelector('.slr'))
    const opens = line.querySelector('.btn-name')
    if (box) box.focus()
    else if (opens) opens.click()
  })

  // ---- the keypad ----

  function markActive() {
    for (const field of sale.querySelectorAll('[data-tender]')) field.parentNode.classList.toggle('on', field.name === sale.elements.active.value)
  }

  document.addEventListener(
    'click',
    (event) => {
      const key = event.target.closest && event.target.closest('.pad [name=key]')
      if (!key || !/^(\d|00|\.|del)$/.test(key.value)) return
      event.preventDefault()
      const field = byId(sale.elements.active.value) || byId('cash')
      field.value = key.value === 'del' ? field.value.slice(0, -1) : field.value + key.value
      field.dispatchEvent(new Event('input', { bubbles: true }))
    },
    true,
  )

  // ---- choosing a customer ----

  const who = byId('who')
  // At once, so that the next letter is already looked for.
  who.addEventListener('click', (event) => {
    if (!event.target.closest('summary')) return
    event.preventDefault()
    who.open = !who.open
    edit(who.open ? byId('q') : scan)
  })
  who.addEventListener('click', (event) => {
    const button = event.target.closest('[name=party_id], [value=walk-in]')
    if (!button) return
    // After the form was read for the request.
    setTimeout(() => {
      who.open = false
      byId('q').value = ''
      byId('people').textContent = ''
      scan.focus()
    })
  })

  document.addEventListener('click', (event) => {
    if (event.target.closest && event.target.closest('#found [name=pick_item]')) {
      setTimeout(() => {
        scan.value = ''
        scan.focus()
      })
    }
  })

  // The keyboard of a tablet comes when the box is touched, not when the page opens.
  if (matchMedia('(pointer: coarse)').matches) {
    scan.inputMode = 'none'
    scan.addEventListener('pointerdown', () => {
      scan.inputMode = 'text'
    })
  }
  show(byId('lines').querySelector('.sel'))

  // Not before htmx hears the form: the browser would send it as one without a script.
  function begin() {
    if (!sale.matches('[data-htmx-powered]')) return setTimeout(begin, 20)
    isHeard = true
    takeKept()
  }
  begin()
})()
