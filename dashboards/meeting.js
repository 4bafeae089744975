// The head of a meeting: what it is, a timer that survives everything but the tab, and the keys.
// Words become text through textContent; no HTML string is ever built.

const KEPT = "krtracker meeting"
const CONTROL = Symbol.for(KEPT)
const LENGTHS = [30, 45]

const word = (tag, name, text) => {
  const node = document.createElement(tag)
  node.className = name
  node.textContent = text ?? ""
  return node
}

const button = (name, text, title, act) => {
  const node = word("button", name, text)
  node.type = "button"
  node.title = title
  node.setAttribute("aria-label", title)
  node.addEventListener("click", act)
  return node
}

const timer = () => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}")
    return { minutes: kept.minutes ?? LENGTHS[0], passed: kept.passed ?? 0, since: kept.since }
  } catch {
    return { minutes: LENGTHS[0], passed: 0 }
  }
}

const keep = (state) => sessionStorage.setItem(KEPT, JSON.stringify(state))

const seconds = (state) =>
  Math.floor((state.passed + (state.since ? Date.now() - state.since : 0)) / 1000)

const clock = (count) =>
  `${String(Math.floor(count / 60)).padStart(2, "0")}:${String(count % 60).padStart(2, "0")}`

// Streamlit draws the next screen a moment after it is asked for. Until then the fields of this
// one take no word, lest what is meant for the next key result is kept under this one. Where a run
// of the page is asked for while another goes on, the next screen may never come, though it stands
// in the address: it is asked for again.
const FIELDS = '[class*="st-key-answer"], [class*="st-key-text"], [class*="st-key-new"]'
const SCREEN = '[class*="st-key-card_words"]'
const PATIENCE = 1000
const LONGEST_WAIT = 8000

const fields = () =>
  new Set([...document.querySelectorAll(FIELDS)].map((each) => /st-key-\S+/.exec(each.className)[0]))

const leave = (ask) => {
  const before = fields()
  const here = location.href
  const screens = [...document.querySelectorAll(SCREEN)]
  const end = Date.now() + LONGEST_WAIT
  let asked = Date.now()
  for (const each of screens) each.inert = true
  ask()
  const watching = setInterval(() => {
    const isHere = before.size ? [...fields()].some((each) => before.has(each)) : location.href === here
    if (isHere && Date.now() < end) {
      if (Date.now() - asked < PATIENCE) return
      asked = Date.now()
      ask()
      return
    }
    clearInterval(watching)
    for (const each of screens) each.inert = false
  }, 30)
}

const isTyping = (event) => {
  const target = event.composedPath()[0]
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  )
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  parentElement[CONTROL]?.abort()
  const control = new AbortController()
  parentElement[CONTROL] = control
  const { words } = data

  const go = (link) => {
    if (link) leave(() => setTriggerValue("follow", link))
  }
  const toggleScreen = () => {
    if (document.fullscreenElement) document.exitFullscreen()
    else document.documentElement.requestFullscreen?.().catch(() => {})
  }
  const time = button("time", "", words.timer, () => {
    const state = timer()
    if (state.since) keep({ ...state, passed: state.passed + Date.now() - state.since, since: 0 })
    else keep({ ...state, since: Date.now() })
    tick()
  })
  const length = button("length", "", words.lasts, () => {
    const state = timer()
    keep({ ...state, minutes: LENGTHS[(LENGTHS.indexOf(state.minutes) + 1) % LENGTHS.length] })
    tick()
  })
  const tick = () => {
    const state = timer()
    const count = seconds(state)
    time.textContent = `${state.since ? "" : "▶ "}${clock(count)}`
    time.classList.toggle("over", count > state.minutes * 60)
    length.textContent = words.length.replace("{minutes}", state.minutes)
    // What is read aloud begins with what is seen.
    for (const [each, says] of [[time, words.timer], [length, words.lasts]]) {
      each.setAttribute("aria-label", `${each.textContent.replace("▶ ", "")} ${says}`)
    }
  }

  const names = document.createElement("div")
  names.className = "names"
  names.append(word("p", "below", data.below), word("h1", "title", data.title))
  const tools = document.createElement("div")
  tools.className = "tools"
  const previous = button("key", "←", words.previous, () => go(data.previous))
  const next = button("key", "→", words.next, () => go(data.next))
  previous.disabled = !data.previous
  next.disabled = !data.next
  const screen = button("key wide", `F ${words.screen}`, words.screen, toggleScreen)
  tools.append(time, length, previous, next, screen)
  const root = document.createElement("header")
  root.className = "blocks meeting"
  root.append(names, tools)
  parentElement.querySelector(".meeting")?.remove()
  parentElement.append(root)
  tick()
  const ticking = setInterval(tick, 500)
  control.signal.addEventListener("abort", () => clearInterval(ticking))

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return
      if (event.key === "ArrowRight") go(data.next)
      else if (event.key === "ArrowLeft") go(data.previous)
      else if (event.key === "f" || event.key === "F") toggleScreen()
      else return
      event.preventDefault()
    },
    { signal: control.signal },
  )
  return () => control.abort()
}
