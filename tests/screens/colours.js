/* Finds text of which it is not plain that it can be read, so that axe-core need look only there. Comes behind eye.js. */
"use strict";

window.eye.doubtful = (() => {
  const { isClear, all, styleOf, isFixed, isVisible, name, texts, wordsOf } = window.eye.tools;
  const ENOUGH = 4.5; // WCAG 2.2, 1.4.3
  const ENOUGH_WHEN_LARGE = 3;
  const FIELDS = "select, textarea, input:not([type=hidden], [type=checkbox], [type=radio])";

  const mixed = new Map(); // what each way to write a colour comes to: red, green, blue up to 255, and how opaque
  const brush = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const colour = (written) => {
    if (!mixed.has(written)) {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = written;
      brush.fillRect(0, 0, 1, 1);
      const [red, green, blue, opaque] = brush.getImageData(0, 0, 1, 1).data;
      mixed.set(written, [red, green, blue, opaque / 255]);
    }
    return mixed.get(written);
  };
  const over = ([red, green, blue, opaque], [red2, green2, blue2]) => [[red, red2], [green, green2], [blue, blue2]]
    .map(([one, other]) => one * opaque + other * (1 - opaque));
  const light = (rgb) => {
    const [red, green, blue] = rgb.slice(0, 3).map((each) => each / 255)
      .map((each) => (each <= .04045 ? each / 12.92 : ((each + .055) / 1.055) ** 2.4));
    return .2126 * red + .7152 * green + .0722 * blue;
  };
  const contrast = (one, other) => {
    const [bright, dark] = [light(one), light(other)].sort((first, second) => second - first);
    return (bright + .05) / (dark + .05);
  };

  /* What an element stands on, by its parents, and whether nothing but plain colours comes into it. */
  const groundOf = (node, known) => {
    if (!node) return { ground: null, isPlain: true };
    if (!known.has(node)) {
      const { backgroundColor, backgroundImage, opacity, filter, mixBlendMode } = styleOf(node);
      const [own, under] = [colour(backgroundColor), groundOf(node.parentElement, known)];
      const ground = own[3] === 1 || under.ground ? over(own, under.ground ?? own) : null;
      const isPlain = under.isPlain && opacity === "1" && filter === "none" && mixBlendMode === "normal";
      known.set(node, { ground: backgroundImage === "none" ? ground : null, isPlain });
    }
    return known.get(node);
  };
  const isFaint = (node, known) => {
    const { color, fontSize, fontWeight } = styleOf(node);
    const { ground, isPlain } = groundOf(node, known);
    if (!ground || !isPlain) return true;
    const size = parseFloat(fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && fontWeight >= 700);
    return contrast(over(colour(color), ground), ground) < (isLarge ? ENOUGH_WHEN_LARGE : ENOUGH);
  };
  /* Told from the words around it by its colour alone. */
  const isOnlyColoured = (node) => styleOf(node).display === "inline" && !styleOf(node).textDecorationLine.includes("underline")
    && wordsOf(node.parentElement) !== wordsOf(node);
  const touches = (line, box) => line.left < box.right - 1 && line.right > box.left + 1
    && line.top < box.bottom - 1 && line.bottom > box.top + 1;

  return () => {
    const known = new Map();
    const written = [...texts()];
    const isDrawn = (node) => !isClear(styleOf(node).backgroundColor) && isVisible(node) && !isFixed(node);
    const drawn = all("*").filter(isDrawn).map((node) => [node, node.getBoundingClientRect()]);
    const liesOn = ({ parent, lines }) => !isFixed(parent) && drawn.some(([node, box]) => lines.some((line) => touches(line, box))
      && !node.contains(parent) && !parent.contains(node));
    const found = [
      ...written.filter((each) => isFaint(each.parent, known) || liesOn(each)).map(({ parent }) => parent),
      ...all(FIELDS).filter((node) => isVisible(node) && isFaint(node, known)),
      ...all("a[href]").filter((node) => isVisible(node) && isOnlyColoured(node)),
    ];
    return [...new Set(found)].map(name);
  };
})();
