// The entry form's own speed: names found as one types, sums without a round trip, and the order of keys that Tally's
// people have in their fingers. The form works without it.
(() => {
  'use strict'

  const form = document.getElementById('entry')
  const seeker = document.getElementById('seek')
  if (!form || !seeker) return
  const box = document.getElementById('name-box')
  const lines = document.getElementById('lines')

  // ---- amounts ----

  // In paise; nothing for what is no amount.
  function paiseOf(field) {
    const text = field.value.replace(/[,\s₹]/g, '')
    const parts = /^(\d*)(?:\.(\d{0,2}))?$/.exec(text)
    return !parts || text === '' || text === '.' ? 0n : BigInt(parts[1] || '0') * 100n + BigInt((parts[2] || '').padEnd(2, '0'))
  }

  function rupees(paise) {
    const [, whole, rest] = /^(\d*?)(\d{2})$/.exec(String(paise).padStart(3, '0'))
    const head = whole.slice(0, -3).replace(/\B(?=(\d{2})+$)/g, ',')
    return (head ? head + ',' : '') + whole.slice(-3) + '.' + rest
  }

  const all = (what) => [...form.querySelectorAll(what)]
  const total = (what) => all(what).reduce((sum, field) => sum + paiseOf(field), 0n)

  function addUp() {
    const sums = document.getElementById('sums')
    if (!sums) return 0n
    const [debit, credit] = [total('[data-debit]'), total('[data-credit]')]
    const off = debit - credit
    sums.querySelector('[data-debits]').textContent = rupees(debit)
    sums.querySelector('[data-credits]').textContent = rupees(credit)
    const said = sums.querySelector('.v-said')
    const { even, debitMore, creditMore } = sums.dataset
    const text = debit + credit === 0n ? '' : off === 0n ? even : (off > 0n ? debitMore : creditMore).replace('#', rupees(off < 0n ? -off : off))
    if (said.textContent.trim() === text) return off
    const badge = document.createElement('span')
    badge.className = 'badge ' + (off === 0n ? 'b-good' : 'b-warn')
    badge.textContent = text
    said.replaceChildren(...(text ? [badge] : []))
    return off
  }

  // What is missing on the other side stands in the next amount already, to be kept or typed over.
  function offer(field) {
    const row = field.closest('[data-line]')
    if (!row || field.value || !row.querySelector('[data-name]').value) return
    const other = row.querySelector(field.matches('[data-debit]') ? '[data-credit]' : '[data-debit]')
    if (other.value) return
    const off = total('[data-debit]') - total('[data-credit]')
    const missing = field.matches('[data-debit]') ? -off : off
    if (missing <= 0n) return
    field.value = rupees(missing)
    field.select()
    addUp()
  }

  // ---- names ----

  let asking
  let active

  const options = () => [...box.querySelectorAll('[data-ref][data-text]')]
  const isOpen = (name) => active === name && !box.hidden && options().length > 0

  function close() {
    clearTimeout(asking)
    box.hidden = true
    box.replaceChildren()
    if (!active) return
    active.setAttribute('aria-expanded', 'false')
    active.removeAttribute('aria-activedescendant')
    active = undefined
  }

  function ask(name) {
    clearTimeout(asking)
    if (active !== name) close()
    active = name
    asking = setTimeout(() => {
      seeker.querySelector('[name=q]').value = name.value
      seeker.querySelector('[name=party]').value = name.matches('[data-party]') ? '1' : ''
      name.parentElement.append(box)
      htmx.trigger(seeker, 'seek')
    }, 120)
  }

  function mark(at) {
    const found = options()
    found.forEach((option, index) => option.setAttribute('aria-selected', String(index === at)))
    const option = found[at]
    if (!option) return
    active.setAttribute('aria-activedescendant', option.id)
    option.scrollIntoView({ block: 'nearest' })
  }

  const marked = () => options().findIndex((option) => option.getAttribute('aria-selected') === 'true')

  function stand(name, ref, text) {
    const around = name.closest('[data-line]') || name.parentElement
    around.querySelector('[data-ref]').value = ref
    around.querySelector('[data-was]').value = text
    const item = around.querySelector('[data-item]')
    if (!item) return
    item.hidden = !ref.startsWith('p.')
    fold(item)
  }

  // Only a new bill falls due.
  function fold(item) {
    const due = item.querySelector('input')
    if (due) due.hidden = item.querySelector('select').value !== 'new-ref'
  }

  function choose(option) {
    const name = active
    name.value = option.dataset.text
    stand(name, option.dataset.ref, option.dataset.text)
    name.removeAttribute('aria-invalid')
    close()
    name.dispatchEvent(new Event('change', { bubbles: true }))
  }

  document.addEventListener('htmx:after:swap', (event) => {
    if (event.detail.ctx.sourceElement !== seeker || !active || document.activeElement !== active) return
    const list = box.firstElementChild
    list.setAttribute('role', 'listbox')
    list.setAttribute('aria-label', active.getAttribute('aria-label') || active.labels[0].textContent)
    for (const item of list.children) item.setAttribute('role', 'option')
    box.hidden = false
    active.setAttribute('aria-expanded', 'true')
    active.setAttribute('aria-controls', 'name-list')
    mark(0)
  })

  form.addEventListener('input', ({ target }) => {
    if (target.matches('[data-name]')) {
      stand(target, '', '')
      if (target.value.trim() === '') close()
      else ask(target)
    } else if (target.matches('[data-debit],[data-credit]')) {
      // A line has one side.
      const other = target.closest('[data-line]').querySelector(target.matches('[data-debit]') ? '[data-credit]' : '[data-debit]')
      if (paiseOf(target) > 0n) other.value = ''
      addUp()
    }
  })

  form.addEventListener('change', ({ target }) => {
    const item = target.closest('[data-item]')
    if (item) fold(item)
  })

  form.addEventListener('focusin', ({ target }) => {
    if (active && target !== active) close()
    if (target.matches('[data-debit],[data-credit]')) offer(target)
  })

  // The press comes before the field loses its focus.
  box.addEventListener('pointerdown', (event) => {
    const option = event.target.closest('[data-text]')
    event.preventDefault()
    if (option) choose(option)
  })

  // ---- keys ----

  function addRow() {
    const rows = all('[data-line]')
    const last = rows[rows.length - 1]
    if (rows.length >= 40) return undefined
    const row = last.cloneNode(true)
    const [from, to] = [rows.length - 1, rows.length]
    for (const field of row.querySelectorAll('input,select')) {
      field.name = field.name.replace('lines.' + from + '.', 'lines.' + to + '.')
      if (field.id) field.id = field.id.replace('lines-' + from + '-', 'lines-' + to + '-')
      const label = field.getAttribute('aria-label')
      if (label) field.setAttribute('aria-label', label.replace(String(rows.length), String(to + 1)))
      field.removeAttribute('aria-invalid')
      field.removeAttribute('aria-describedby')
      if (field.tagName === 'SELECT') field.selectedIndex = 0
      else field.value = ''
    }
    for (const said of row.querySelectorAll('.field-err')) said.remove()
    row.querySelector('[data-item]').hidden = true
    lines.append(row)
    form.elements.rows.value = String(to + 1)
    return row
  }

  function goTo(field) {
    field.focus()
    if (field.select) field.select()
  }

  function nextRow(row) {
    const next = row.nextElementSibling || addRow()
    if (next) goTo(next.querySelector('[data-name]'))
  }

  // Enter in an amount ends the line; Enter on an empty name, both sides equal, ends the lines.
  function enter(target) {
    const row = target.closest('[data-line]')
    if (!row) return false
    if (target.matches('[data-name]') && target.value.trim() === '') {
      if (addUp() !== 0n || total('[data-debit]') === 0n) return false
      goTo(form.elements.narration)
      return true
    }
    if (!target.matches('[data-debit],[data-credit]')) return false
    if (paiseOf(target) === 0n && target.matches('[data-debit]')) return false
    nextRow(row)
    return true
  }

  function keysInNames(event) {
    const { key, target } = event
    if (!target.matches('[data-name]')) return
    if (key === 'Escape' && active) close()
    else if (isOpen(target) && (key === 'ArrowDown' || key === 'ArrowUp')) {
      const count = options().length
      mark((marked() + (key === 'ArrowDown' ? 1 : count - 1)) % count)
    } else if (!isOpen(target) && key === 'ArrowDown') ask(target)
    else {
      // The key goes on its way to the next field.
      if (isOpen(target) && (key === 'Enter' || key === 'Tab') && marked() >= 0) choose(options()[marked()])
      return
    }
    event.preventDefault()
    event.stopPropagation()
  }

  const keysAreOn = () => !document.documentElement.hasAttribute('data-keys-off')

  form.addEventListener('keydown', (event) => {
    keysInNames(event)
    if (event.defaultPrevented || event.key !== 'Enter' || event.isComposing || !keysAreOn()) return
    if (enter(event.target)) event.preventDefault()
  })

  const addLine = document.getElementById('add-line')
  if (addLine)
    addLine.addEventListener('click', (event) => {
      const row = addRow()
      if (!row) return
      event.preventDefault()
      goTo(row.querySelector('[data-name]'))
    })

  // ---- at the beginning ----

  for (const name of all('[data-name]')) {
    // Our own list stands in place of the browser's.
    name.removeAttribute('list')
    name.setAttribute('role', 'combobox')
    name.setAttribute('aria-expanded', 'false')
    name.setAttribute('aria-autocomplete', 'list')
  }
  all('[data-item]').forEach(fold)
  // What the script does by itself needs no button.
  for (const button of all('[data-plain]')) button.hidden = true
  addUp()
  const first = form.querySelector('[data-name]')
  if (first && !first.value && !document.querySelector('.errsum')) first.focus()
})()
