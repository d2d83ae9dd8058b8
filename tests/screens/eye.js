/* What a pair of eyes would notice on a page. Each function names the elements it means. Runs in the page, before it. */
"use strict";

window.eye = (() => {
  const NEAR = 1; // CSS px that rounding may take
  const SMALLEST_TARGET = 24; // CSS px, WCAG 2.2, 2.5.8
  const THINNEST_RING = 2; // CSS px, WCAG 2.2, 2.4.13
  const isClear = (colour) => /^rgba.*, 0\)$|\/ 0\)$/.test(colour); // whatever it would be: in forced colours white
  const TARGETS = "a[href], button, summary, select, textarea, input:not([type=hidden]), [role=button], [tabindex='0']";
  const CHOSEN = "input[type=checkbox], input[type=radio], [aria-current=page], [aria-current=true], [aria-pressed]";

  const all = (selector) => [...document.body.querySelectorAll(selector)];
  const styleOf = (node) => getComputedStyle(node);
  const parents = function* (node) {
    for (let at = node; at && at !== document.body; at = at.parentElement) yield at;
  };
  const within = (node, so) => [...parents(node)].some(so);
  const isVisible = (node) => node.checkVisibility({ visibilityProperty: true });
  const isForEars = (node) => within(node, (at) => styleOf(at).clipPath === "inset(50%)" || at.localName === "svg");
  const isFixed = (node) => within(node, (at) => ["fixed", "sticky"].includes(styleOf(at).position));
  const scrolls = (node) => ["auto", "scroll"].includes(styleOf(node).overflowX);
  const wordsOf = (node) => node.textContent.trim().replace(/\s+/g, " ");
  const name = (node) => {
    const words = node.getAttribute("aria-label") || wordsOf(node) || node.getAttribute("name") || "";
    return `${[node.localName, ...node.classList].join(".")} "${words.slice(0, 30)}"`;
  };
  const bigger = (one, other) => ({
    left: Math.min(one.left, other.left), right: Math.max(one.right, other.right),
    top: Math.min(one.top, other.top), bottom: Math.max(one.bottom, other.bottom),
  });

  /* Put a style sheet on the page for a while, in place of the one before; the page's policy allows that to script. */
  const worn = new CSSStyleSheet();
  const wear = (css) => {
    worn.replaceSync(css);
    if (!document.adoptedStyleSheets.includes(worn)) document.adoptedStyleSheets.push(worn);
  };

  const axe = async (only, rules = {}) => {
    if (!window.axe) loadAxe();
    const { violations } = await window.axe.run(document, { runOnly: only, rules, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));
  };
  const isScrolled = (node) => scrolls(node) && node.scrollWidth > node.clientWidth;
  const seen = () => new Map(all("*").filter(isVisible).map((node) => [node, isScrolled(node)]));
  let known = new Map(); // what could be seen when axe-core looked at the whole page last
  const axeOnAll = (tags) => {
    known = seen();
    return axe({ type: "tag", values: tags });
  };
  /* As another width shows it: nothing new is said where nothing came, went or began to be scrolled sideways. */
  const axeAgain = (tags, elsewhere) => {
    const now = seen();
    if (now.size === known.size && [...now].every(([node, isPushed]) => known.get(node) === isPushed)) return [];
    return axe({ type: "tag", values: tags }, Object.fromEntries(elsewhere.map((rule) => [rule, { enabled: false }])));
  };

  // ------------------------------------------------------------------ how things lie

  /* Each piece of text on the screen with the boxes of its lines; `short` when it is cut on purpose. */
  const isShortened = (node) => styleOf(node).textOverflow === "ellipsis" || styleOf(node).webkitLineClamp !== "none";
  const texts = function* () {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walk.nextNode()) {
      const parent = walk.currentNode.parentElement;
      if (!walk.currentNode.data.trim() || !isVisible(parent) || isForEars(parent)) continue;
      const short = [...parents(parent)].find(isShortened)?.getBoundingClientRect();
      range.selectNodeContents(walk.currentNode);
      const isShown = (line) => line.width > NEAR && !(short && line.bottom > short.bottom + NEAR);
      const lines = [...range.getClientRects()].filter(isShown);
      if (lines.length) yield { parent, lines, short: Boolean(short) };
    }
  };
  const leaves = (lines, box) => lines.some((line) => line.right > box.right + NEAR || line.left < box.left - NEAR
    || line.bottom > box.bottom + line.height / 4 || line.top < box.top - line.height / 4);

  /* What sticks out of the page sideways, when the page can be pushed sideways. */
  const tooWide = () => {
    const root = document.scrollingElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const out = all("*").filter((node) => {
      const box = node.getBoundingClientRect();
      const isOut = box.width && (box.right > root.clientWidth + NEAR || box.left < -NEAR);
      return isOut && !within(node.parentElement, scrolls);
    });
    return [`${root.scrollWidth} px in ${root.clientWidth}`, ...out.slice(0, 4).map(name)];
  };

  /* A table whose rows are cards on a phone has nothing to the side there. */
  const sideways = () => {
    if (innerWidth >= 600) return [];
    return all(".stacks").filter((node) => node.parentElement.scrollWidth > node.parentElement.clientWidth + NEAR)
      .map((node) => `${name(node)} scrolls sideways`);
  };

  /* Text that a box cuts off, and that cannot be scrolled to. */
  const cut = (written) => {
    const found = new Set();
    for (const { parent, lines, short } of written) {
      if (short) continue;
      for (const at of parents(parent)) {
        if (scrolls(at)) break;
        if (styleOf(at).overflow !== "visible" && leaves(lines, at.getBoundingClientRect())) found.add(name(parent));
      }
    }
    return [...found];
  };

  /* Text that leaves the button, badge, card or field it belongs to. */
  const isDrawn = (node) => {
    const { display, backgroundColor, borderTopWidth, borderTopColor } = styleOf(node);
    const hasEdge = borderTopWidth !== "0px" && !isClear(borderTopColor);
    return display !== "inline" && (!isClear(backgroundColor) || hasEdge);
  };
  const spilt = (written) => {
    const found = new Set();
    for (const { parent, lines, short } of written) {
      const drawn = [...parents(parent)].find(isDrawn);
      if (!drawn || short || within(parent, scrolls)) continue;
      if (leaves(lines, drawn.getBoundingClientRect())) found.add(`${name(parent)} out of ${name(drawn)}`);
    }
    return [...found];
  };

  /* Two pieces of text on the same spot. */
  const overlaid = (written) => {
    const found = new Set();
    const lines = written.filter(({ parent }) => !isFixed(parent))
      .flatMap(({ parent, lines: boxes }) => boxes.map((box) => ({ parent, box })))
      .sort((one, other) => one.box.top - other.box.top);
    lines.forEach((one, index) => {
      for (const other of lines.slice(index + 1)) {
        const deep = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
        if (deep <= 0) break;
        const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const isOver = wide > 2 * NEAR && deep > Math.min(one.box.height, other.box.height) / 2;
        if (isOver && one.parent !== other.parent) found.add(`${name(one.parent)} and ${name(other.parent)}`);
      }
    });
    return [...found];
  };

  /* What can be pressed and is too small for a thumb; a link in a sentence is as high as its line. */
  const small = () => all(TARGETS).filter((node) => {
    const isInSentence = node.localName === "a" && styleOf(node).display === "inline"
      && wordsOf(node.parentElement) !== wordsOf(node);
    if (!isVisible(node) || isForEars(node) || isInSentence) return false;
    const box = [node, ...(node.labels || [])].map((each) => each.getBoundingClientRect()).reduce(bigger);
    return box.right - box.left < SMALLEST_TARGET || box.bottom - box.top < SMALLEST_TARGET;
  }).map(name);

  const layout = () => {
    const written = [...texts()];
    return Object.entries({ tooWide, sideways, cut, spilt, overlaid, small })
      .flatMap(([kind, look]) => look(written).map((what) => `${kind}: ${what}`));
  };

  /* The same in each of these ways to read: with a style sheet on the page, in a direction. Then it is as before. */
  const layoutIn = (ways) => {
    const before = document.dir;
    const found = Object.entries(ways).flatMap(([way, [css, direction]]) => {
      wear(css);
      document.dir = direction || before;
      return layout().map((what) => `${way}, ${innerWidth} px: ${what}`);
    });
    wear("");
    document.dir = before;
    return found;
  };

  // ------------------------------------------------------------------ where the focus is

  /* The element itself, and what shows its state for it: its label, or what stands right behind a hidden input. */
  const shownBy = (node) => [node, ...(node.labels || []), node.nextElementSibling].filter(Boolean);
  const ringed = (node) => {
    const { outlineStyle, outlineWidth, outlineColor } = styleOf(node);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= THINNEST_RING && !isClear(outlineColor);
  };
  const samples = ({ left, right, top, bottom }) => [[.5, .5], [0, .5], [1, .5], [.5, 0], [.5, 1]].map(([x, y]) => [
    left + 2 + x * (right - left - 4), top + 2 + y * (bottom - top - 4),
  ]);
  const isHigh = ({ height }) => height >= innerHeight / 2; // cannot be seen whole, as a table that is scrolled in
  /* Nothing of it lies under a bar; of what is high, not all (WCAG 2.2, 2.4.11). */
  const isCovered = (node) => {
    const box = node.getBoundingClientRect();
    const under = samples(box).map(([x, y]) => {
      const hit = document.elementFromPoint(x, y);
      const isOwn = (at) => at.contains(hit) || hit.contains(at);
      return hit && isFixed(hit) && ![node, ...(node.labels || [])].some(isOwn);
    });
    return isHigh(box) ? under.every(Boolean) : under.some(Boolean);
  };
  const isInView = ({ left, right, top, bottom }) => left > -NEAR && top > -NEAR
    && right < innerWidth + NEAR && bottom < innerHeight + NEAR;
  const stopsHere = (node) => isVisible(node) && !node.disabled && node.tabIndex >= 0;
  const group = (node) => (node.type === "radio" ? all(`input[type=radio][name="${node.name}"]`) : [node]);

  let missing = new Set();
  let passed = [];
  let stops = []; // of the walk that is under way
  let isOver = true;
  /* To the very beginning of the page; gives how many stops there are. From here on each Tab's stop is written down. */
  const begin = () => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
    missing = new Set(all(TARGETS).filter(stopsHere));
    [passed, stops, isOver, isNoted] = [[], [], false, true];
    return missing.size;
  };
  /* The stop the focus is at, and what is wrong with it; nothing when the focus has left the page or come round. */
  const stop = () => {
    const node = document.activeElement;
    if (!node || node === document.body || (passed.length > 1 && node === passed[0])) return null;
    const problems = [];
    if (passed.includes(node) && node !== passed.at(-1)) problems.push("comes a second time");
    passed.push(node);
    group(node).forEach((each) => missing.delete(each));
    const box = node.getBoundingClientRect();
    const isInside = !node.matches(":focus"); // at the calendar of a day, which the browser rings itself
    if (!isInside && !shownBy(node).some(ringed)) problems.push("has no ring");
    if (isCovered(node)) problems.push("is covered");
    if (!isInView(box) && !isHigh(box)) problems.push("is out of view");
    return { name: name(node), words: wordsOf(node.labels?.[0] || node), problems };
  };
  let isNoted = true; // where the focus is now
  const note = () => {
    if (isNoted || isOver) return;
    isNoted = true;
    const at = stop();
    if (at) stops.push(at);
    else isOver = true;
  };
  /* When the key comes again, the focus has moved by the one before, and the page with it. */
  const pressed = ({ key }) => {
    if (key !== "Tab") return;
    note();
    isNoted = false;
  };
  addEventListener("keydown", pressed, { capture: true });
  const walked = () => {
    note();
    return { stops, isOver };
  };
  /* The walk is over: what was never come to. The focus is nowhere, as after the last stop, and the page at its top. */
  const unreached = () => {
    isOver = true;
    document.activeElement.blur();
    scrollTo(0, 0);
    return [...missing].map(name);
  };
  // ------------------------------------------------------------------ what is chosen, and what moves

  let marks = [];
  /* What is chosen or current, or could be; one of each kind. */
  const marked = () => {
    const kinds = new Map();
    for (const node of all(CHOSEN).filter(isVisible)) {
      const state = ["aria-current", "aria-pressed"].find((each) => node.hasAttribute(each));
      kinds.set([node.type, node.className, node.parentElement.className].join(), { node, state });
    }
    marks = [...kinds.values()];
    return marks.map(({ node }) => name(node));
  };
  /* Make one of them chosen or not, in the middle of the window; gives the box it is drawn in, with room for a ring. */
  const mark = (index, isOn) => {
    const { node, state } = marks[index];
    if (state === "aria-pressed") node.setAttribute(state, String(isOn));
    else if (state) node.toggleAttribute(state, isOn);
    else node.checked = isOn;
    node.scrollIntoView({ block: "center" });
    const box = shownBy(node).map((each) => each.getBoundingClientRect()).reduce(bigger);
    const [x, y] = [Math.max(0, box.left - 6), Math.max(0, box.top - 6)];
    return { x, y, width: box.right + 6 - x, height: box.bottom + 6 - y };
  };

  const moving = () => document.getAnimations().filter((each) => each.playState === "running")
    .map((each) => name(each.effect.target));

  return {
    wear, axe, axeOnAll, axeAgain, layout, layoutIn, begin, stop, walked, unreached, marked, mark, moving,
    tools: { isClear, all, styleOf, isFixed, isVisible, name, texts, wordsOf },
  };
})();
