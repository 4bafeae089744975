// Writes the pieces of `blocks.py`. Everything that comes from outside becomes text through
// textContent or a number in an attribute; no HTML string is ever built.

const SVG = "http://www.w3.org/2000/svg"
const PAGES = new Set([
  "overview",
  "key_result",
  "weekly_review",
  "alignment",
  "data_health",
  "cycle_review",
])
const SAID = Symbol.for("krtracker blocks")
const WIDTH = 152
const HEIGHT = 38
const EDGE = 5

const make = (tag, name, children = [], attributes = {}) => {
  const node = document.createElement(tag)
  if (name) node.className = name
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value)
  node.append(...children.filter((child) => child !== null && child !== undefined))
  return node
}

const draw = (tag, attributes) => {
  const node = document.createElementNS(SVG, tag)
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value)
  return node
}

const word = (tag, name, text) => {
  const node = make(tag, name)
  node.textContent = text ?? ""
  return node
}

const address = (link) => {
  const page = link.page === "overview" ? "./" : link.page
  const query = new URLSearchParams(link.query ?? {}).toString()
  return query ? `${page}?${query}` : page
}

const anchor = (link, follow, node) => {
  if (!PAGES.has(link.page)) return node
  node.setAttribute("href", address(link))
  node.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    follow({ page: link.page, query: link.query ?? {} })
  })
  return node
}

// Code may break after a sign, so that a long name does not break anywhere.
const breakable = (node, text) => {
  for (const part of text.split(/(?<=[_(,.])/)) node.append(part, document.createElement("wbr"))
  return node
}

// A number stays whole where it fits; one wider than its column breaks between thousands, and
// before its unit, rather than run into the next.
const NUMERIC = new Set(["value", "change", "landing"])
const fitted = (node) => {
  const parts = node.textContent.split(/( )/).map((token) => {
    if (token === " ") return token
    const whole = make("span", "whole")
    for (const part of token.split(/(?<=[\u00a0\u202f])/)) {
      whole.append(part, document.createElement("wbr"))
    }
    return whole
  })
  node.replaceChildren(...parts)
}

const run = (part, follow) => {
  const names = ["run", part.look, part.tone && `tone-${part.tone}`].filter(Boolean).join(" ")
  const node =
    part.look === "code"
      ? breakable(make("span", names), part.text)
      : word(part.to ? "a" : "span", names, part.text)
  return part.to ? anchor(part.to, follow, node) : node
}

const line = (parts, follow, name = "line", tag = "div") =>
  make(tag, name, parts.map((part) => run(part, follow)))

// Drawn, because fonts disagree about the size of these signs.
const SHAPES = {
  "●": { d: "M6 1.6a4.4 4.4 0 1 0 0 8.8a4.4 4.4 0 1 0 0-8.8Z" },
  "▲": { d: "M6 1.2L11.2 10.4H.8Z" },
  "▼": { d: "M6 10.8L11.2 1.6H.8Z" },
  "★": { d: "M6 .6L7.6 4.2L11.5 4.6L8.6 7.2L9.4 11L6 9L2.6 11L3.4 7.2L.5 4.6L4.4 4.2Z" },
  "✕": { d: "M2 2L10 10M10 2L2 10", line: true },
  "○": { d: "M6 2a4 4 0 1 0 0 8a4 4 0 1 0 0-8Z", line: true },
  "✓": { d: "M1.8 6.4L4.8 9.4L10.2 2.8", line: true },
  "◌": { d: "M6 2a4 4 0 1 0 0 8a4 4 0 1 0 0-8Z", line: true, dash: "1.6 1.6" },
}

const icon = (sign) => {
  const shape = SHAPES[sign]
  if (!shape) {
    const node = word("span", "sign", sign)
    node.setAttribute("aria-hidden", "true")
    return node
  }
  const picture = draw("svg", { viewBox: "0 0 12 12", class: "sign", "aria-hidden": "true" })
  const look = shape.line
    ? { fill: "none", stroke: "currentColor", "stroke-width": 1.6, "stroke-linecap": "round" }
    : { fill: "currentColor" }
  picture.append(draw("path", { d: shape.d, ...look, "stroke-dasharray": shape.dash ?? "none" }))
  return picture
}

const chip = (mark) => {
  const node = make("span", `chip tone-${mark.tone ?? "none"} ${mark.edge ?? "filled"}`)
  if (mark.icon) node.append(icon(mark.icon))
  node.append(word("span", "word", mark.word))
  if (mark.hint) node.title = mark.hint
  return node
}

const spark = (data) => {
  const known = data.points.filter((value) => value !== null)
  const levels = data.levels ?? []
  const low = Math.min(...known, ...levels)
  const high = Math.max(...known, ...levels)
  const span = high - low || 1
  const step = (WIDTH - 2 * EDGE) / Math.max(data.points.length - 1, 1)
  const x = (index) => EDGE + index * step
  const y = (value) =>
    high === low ? HEIGHT / 2 : EDGE + (1 - (value - low) / span) * (HEIGHT - 2 * EDGE)
  const picture = draw("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    width: WIDTH,
    height: HEIGHT,
    role: "img",
    "aria-label": data.says,
    class: `spark tone-${data.tone ?? "none"}`,
  })
  for (const level of levels)
    picture.append(
      draw("line", { x1: 0, x2: WIDTH, y1: y(level), y2: y(level), class: "level" }),
    )
  const last = data.points.length - 1
  const held = data.held ?? 0
  const path = (from, to) => {
    let steps = ""
    for (let index = from; index <= to; index += 1) {
      const value = data.points[index]
      if (value === null) continue
      const gap = index === from || data.points[index - 1] === null
      steps += `${gap ? "M" : "L"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`
    }
    return steps
  }
  if (known.length === 0) return picture
  picture.append(draw("path", { d: path(0, last - held), class: "trace" }))
  if (held > 0) picture.append(draw("path", { d: path(last - held, last), class: "trace held" }))
  let end = last
  while (end > 0 && data.points[end] === null) end -= 1
  picture.append(
    draw("circle", {
      cx: x(end),
      cy: y(data.points[end]),
      r: 3.2,
      class: held > 0 ? "end hollow" : "end",
    }),
  )
  return picture
}

const bar = (data) => {
  const share = Math.min(Math.max(data.share, 0), 1)
  const fill = make("span", "fill")
  fill.style.width = `${(100 * share).toFixed(2)}%`
  const node = make("div", `bar tone-${data.tone ?? "none"}`, [fill], { "aria-hidden": "true" })
  if (data.pace !== undefined) {
    const tick = make("span", "tick")
    tick.style.left = `${(100 * Math.min(Math.max(data.pace, 0), 1)).toFixed(2)}%`
    node.append(tick)
  }
  return node
}

const swing = (data) => {
  const percent = (share) => `${(100 * Math.min(Math.max(share, 0), 1)).toFixed(2)}%`
  const fill = make("span", data.is_with ? "fill" : "fill against")
  fill.style.left = percent(Math.min(data.start, data.end))
  fill.style.width = percent(Math.abs(data.end - data.start))
  const middle = make("span", "middle")
  middle.style.left = percent(data.start)
  return make("div", "swing", [fill, middle], {
    role: "img",
    "aria-label": data.says,
  })
}

const cell = (data, column, follow) => {
  const node = make("div", `cell is-${column.role ?? "text"}`, [], { role: "cell" })
  if (column.head) node.dataset.head = column.head
  if (data.spark) node.append(spark(data.spark))
  if (data.bar) node.append(bar(data.bar))
  if (data.swing) node.append(swing(data.swing))
  const lines = (data.lines ?? []).map((parts, index) =>
    line(parts, follow, index === 0 && !data.bar ? "line first" : "line"),
  )
  if (lines.length) node.append(make("div", "lines", lines))
  if (NUMERIC.has(column.role)) for (const each of node.querySelectorAll(".run")) fitted(each)
  if (data.chips) node.append(make("div", "chips", data.chips.map(chip)))
  return node
}

const KINDS = {
  masthead(data) {
    const bar = make("div", "cycle", [], {
      role: "progressbar",
      "aria-label": data.says ?? "",
      "aria-valuemin": 0,
      "aria-valuemax": 100,
      "aria-valuenow": Math.round(100 * (data.share ?? 0)),
    })
    const fill = make("span", "fill")
    fill.style.width = `${(100 * (data.share ?? 0)).toFixed(2)}%`
    bar.append(fill)
    return make("header", "masthead", [
      make("div", "names", [word("h1", "title", data.title), word("p", "below", data.below)]),
      make("div", "aside", (data.aside ?? []).map((each) => word("p", "", each))),
      data.share === undefined ? null : bar,
    ])
  },

  tiles(data, follow) {
    return make(
      "ul",
      "tiles",
      data.tiles.map((tile) => {
        const inside = [word("span", "number", tile.number), chip(tile.chip)]
        const body = tile.to
          ? anchor(tile.to, follow, make("a", "tile", inside))
          : make("div", "tile", inside)
        return make("li", "", [body])
      }),
    )
  },

  prose(data, follow) {
    const parts = data.lines.map((parts) => line(parts, follow, "sentence", "p"))
    const code = (data.code ?? []).map((each) => word("code", "", each))
    return make("section", `prose ${data.look ?? "news"}`, [
      data.title ? word(data.look === "state" ? "h1" : "h2", "title", data.title) : null,
      ...parts.slice(0, code.length ? 1 : parts.length),
      code.length ? make("pre", "code", code, { tabindex: "0" }) : null,
      ...(code.length ? parts.slice(1) : []),
    ])
  },

  headline(data, follow) {
    const figures = (data.figures ?? []).map((figure) =>
      make("div", "figure", [line(figure.value, follow, "value"), word("div", "says", figure.says)]),
    )
    return make("header", "headline", [
      make("nav", "path", (data.path ?? []).map((part) => run(part, follow)), {
        "aria-label": (data.path ?? []).map((part) => part.text).join(""),
      }),
      make("div", "top", [
        word(data.level === 2 ? "h2" : "h1", "title", data.title),
        make("div", "chips", (data.chips ?? []).map(chip)),
      ]),
      make("div", "figures", [
        data.value
          ? make("div", "main", [
              line(data.value, follow, "value"),
              data.says ? word("span", "says", data.says) : null,
            ])
          : null,
        ...figures,
        data.spark ? spark(data.spark) : null,
      ]),
    ])
  },

  tree(data, follow) {
    const card = (node) => {
      const lines = (node.lines ?? []).map((parts) => line(parts, follow))
      const share = node.bar
        ? make("div", "share", [bar(node.bar), word("span", "says", node.says)])
        : null
      const body = make("article", `node tone-${node.tone ?? "none"}`, [
        line(node.title, follow, "title", "h2"),
        node.below ? word("div", "below", node.below) : null,
        share,
        node.chips ? make("div", "chips", node.chips.map(chip)) : null,
        lines.length ? make("div", "lines", lines) : null,
      ])
      return make("li", "", [body, node.nodes ? branch(node.nodes, "branch") : null])
    }
    const branch = (nodes, name) => make("ul", name, nodes.map(card))
    return make("section", "tree", [branch(data.nodes, "roots")], { "aria-label": data.title })
  },

  steps(data, follow) {
    const steps = data.steps.map((step) => {
      const mark = step.sign ? icon(step.sign) : null
      if (mark) mark.classList.add("mark", `tone-${step.tone ?? "none"}`)
      const body = make("a", step.is_here ? "step here" : "step", [
        step.is_done ? make("span", "number", [icon("✓")]) : word("span", "number", step.number),
        make("span", "words", [
          word("span", "name", step.title),
          step.below ? word("span", "below", step.below) : null,
        ]),
        mark,
      ])
      if (step.is_here) body.setAttribute("aria-current", "step")
      return make("li", "", [anchor(step.to, follow, body)])
    })
    return make("nav", "steps", [make("ol", "", steps)], { "aria-label": data.title })
  },

  terms(data, follow) {
    const list = make("dl", "")
    for (const each of data.terms ?? []) {
      list.append(word("dt", "", each.term))
      list.append(make("dd", "", each.lines.map((parts) => line(parts, follow))))
    }
    return make("section", `terms ${data.look ?? "plain"}`, [
      data.title ? word("h2", "title", data.title) : null,
      data.terms ? list : data.empty ? word("p", "soft", data.empty) : null,
    ])
  },

  table(data, follow) {
    const columns = data.columns
    const grid = make("div", "grid", [], { role: "table" })
    grid.style.setProperty("--columns", columns.map((each) => each.width ?? "1fr").join(" "))
    const head = make("div", "row head", [], { role: "row" })
    for (const column of columns) {
      const node = word("div", `cell is-${column.role ?? "text"}`, column.head)
      node.setAttribute("role", "columnheader")
      head.append(node)
    }
    grid.append(head)
    ;(data.rows ?? []).forEach((row, index) => {
      const section = data.sections?.[index]
      if (section) {
        const name = word("div", "cell", section)
        name.setAttribute("role", "cell")
        grid.append(make("div", "row section", [name], { role: "row" }))
      }
      grid.append(
        make("div", "row", row.map((each, place) => cell(each, columns[place], follow)), {
          role: "row",
        }),
      )
    })
    const title = data.title ? line(data.title, follow, "title", "h2") : null
    const aside = data.aside ? line(data.aside, follow, "aside") : null
    if (data.title) grid.setAttribute("aria-label", data.title.map((part) => part.text).join(""))
    return make("section", `table ${data.look ?? "card"}`, [
      title || aside ? make("div", "top", [title, aside]) : null,
      data.note ? word("p", "note", data.note) : null,
      data.rows ? grid : null,
    ])
  },
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  // What has not changed is not written again, so that a click that began before is not lost.
  const said = JSON.stringify(data?.blocks ?? [])
  if (parentElement[SAID] === said) return
  parentElement[SAID] = said
  const follow = (link) => setTriggerValue("follow", link)
  const written = (data?.blocks ?? [])
    .filter((block) => Object.hasOwn(KINDS, block.kind))
    .map((block) => KINDS[block.kind](block, follow))
  let root = parentElement.querySelector(".blocks")
  if (!root) {
    root = make("div", "blocks")
    parentElement.append(root)
  }
  const focused = root.getRootNode().activeElement
  const place = focused ? [...root.querySelectorAll("a")].indexOf(focused) : -1
  root.replaceChildren(...written)
  const strip = root.querySelector(".steps ol")
  const here = root.querySelector(".step.here")
  if (strip && here) requestAnimationFrame(() => (strip.scrollLeft = here.offsetLeft - 48))
  if (place >= 0) root.querySelectorAll("a")[place]?.focus({ preventScroll: true })
}
