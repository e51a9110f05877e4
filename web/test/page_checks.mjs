// Run inside the page: each returns a list of what is wrong.

/** Nothing reaches past the window, and no text past its drawing. */
export function overflow() {
  const wrong = [];
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide)
    wrong.push(`page is ${document.documentElement.scrollWidth} wide in ${wide}`);
  for (const element of document.querySelectorAll("main *, header *, footer *")) {
    if (element.closest(".sr") || element.closest("noscript")) continue;
    const box = element.getBoundingClientRect();
    if (box.width === 0 || getComputedStyle(element).clipPath !== "none") continue;
    if (box.right > wide + 1 || box.left < -1) {
      wrong.push(
        `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}"> at ${Math.round(box.left)} to ${Math.round(box.right)}: ${(element.textContent ?? "").slice(0, 40)}`,
      );
    }
  }
  return wrong.slice(0, 5);
}

/** Chart letters do not lie on each other, and stay inside their drawing. */
export function crowded() {
  const wrong = [];
  for (const svg of document.querySelectorAll(".plot svg, svg.ax")) {
    const around = svg.getBoundingClientRect();
    if (around.width === 0) continue;
    const texts = [...svg.querySelectorAll("text")].filter(
      (text) => text.textContent.trim() !== "",
    );
    const boxes = texts.map((text) => text.getBoundingClientRect());
    for (let i = 0; i < boxes.length; i += 1) {
      const outside = boxes[i].left < around.left - 2 || boxes[i].right > around.right + 2;
      if (outside) wrong.push(`"${texts[i].textContent}" reaches out of its chart`);
      for (let j = 0; j < i; j += 1) {
        const over =
          Math.min(boxes[i].right, boxes[j].right) - Math.max(boxes[i].left, boxes[j].left);
        const high =
          Math.min(boxes[i].bottom, boxes[j].bottom) - Math.max(boxes[i].top, boxes[j].top);
        if (over > 1 && high > 2)
          wrong.push(`"${texts[i].textContent}" lies on "${texts[j].textContent}"`);
      }
    }
  }
  return wrong.slice(0, 5);
}

/** No word of a table that has room is broken in its middle. */
export function broken_words() {
  const wrong = [];
  const range = document.createRange();
  for (const cell of document.querySelectorAll("main th, main td")) {
    if (!cell.checkVisibility() || cell.querySelector("table")) continue;
    const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (node.parentElement.closest(".sr, svg")) continue;
      for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
        if (word.length > 20) continue;
        for (const letters of word.matchAll(/[\p{L}\p{N}]+/gu)) {
          range.setStart(node, index + letters.index);
          range.setEnd(node, index + letters.index + letters[0].length);
          const tops = [...range.getClientRects()].map((box) => Math.round(box.top));
          if (new Set(tops).size > 1)
            wrong.push(`"${letters[0]}" of "${cell.textContent.slice(0, 40)}"`);
        }
      }
    }
  }
  return wrong.slice(0, 5);
}

/** It adds up in front of you: strips, reasons, points of a card, lines read. */
export function sums() {
  const wrong = [];
  const number = (text) => Number(String(text).replaceAll(",", "").replace(/^\+/, ""));
  for (const strip of document.querySelectorAll("svg.strip")) {
    const whole = [...strip.querySelectorAll("rect")].reduce(
      (sum, rect) => sum + Number.parseFloat(rect.getAttribute("width")),
      0,
    );
    const empty = strip.querySelectorAll("rect").length === 0 || whole === 0;
    if (!empty && Math.abs(whole - 100) > 0.1)
      wrong.push(`strip adds up to ${whole}: ${strip.getAttribute("aria-label")}`);
  }
  for (const fall of document.querySelectorAll(".waterfall")) {
    const rows = [...fall.querySelectorAll(".wr")];
    const total = number(rows.at(-1).querySelector(".num").firstChild.textContent.trim());
    const sum = rows
      .slice(0, -1)
      .reduce((points, row) => points + number(row.querySelector(".wp").textContent), 0);
    if (sum !== total) wrong.push(`reasons add up to ${sum}, the score is ${total}`);
  }
  for (const title of document.querySelectorAll("#card h3, #card summary")) {
    const match = /(\d+(?: \+ \d+)+) = (\d+)/.exec(title.textContent);
    if (!match) continue;
    const sum = match[1].split(" + ").reduce((points, part) => points + Number(part), 0);
    if (sum !== Number(match[2]) || sum !== 100) wrong.push(`points: ${match[0]}`);
  }
  for (const row of document.querySelectorAll("#data tbody tr, #data tfoot tr")) {
    const [read, accepted, rejected, duplicate] = [...row.querySelectorAll("td.num")].map((cell) =>
      number(cell.textContent),
    );
    if (read !== accepted + rejected + duplicate) wrong.push(`lines: ${row.textContent}`);
  }
  const tiers = document.querySelector("table.tiers");
  if (tiers) {
    const cells = (part) =>
      [...tiers.querySelectorAll(`${part} tr`)].map((row) =>
        number(row.querySelector("td").firstChild.textContent),
      );
    const sum = cells("tbody").reduce((total, cell) => total + cell, 0);
    if (sum !== cells("tfoot")[0]) wrong.push(`tiers add up to ${sum}`);
  }
  return wrong;
}

/** No number that is none, no style attribute of ours, no element from the data. */
export function clean(hostile) {
  const wrong = [];
  const text = document.body.innerText;
  for (const bad of ["NaN", "undefined", "Infinity", "[object", "__BESTFIT"]) {
    if (text.includes(bad))
      wrong.push(
        `the text has ${bad}: …${text.slice(Math.max(0, text.indexOf(bad) - 40), text.indexOf(bad) + 20)}…`,
      );
  }
  if (/\bnull\b/.test(text)) wrong.push("the text has null");
  const styled = [...document.querySelectorAll("[style]")].filter(
    (element) => !element.closest(".plot"),
  );
  if (styled.length > 0) wrong.push(`style attribute on ${styled[0].outerHTML.slice(0, 80)}`);
  if (document.querySelector("img, iframe, object, embed, link, [onerror], [onclick]"))
    wrong.push("an element that has no business here");
  if (hostile !== null && !text.includes(hostile))
    wrong.push("the hostile text is not shown as text");
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
  if (twice.length > 0) wrong.push(`id used twice: ${twice[0]}`);
  if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
  if (text.length < 1500) wrong.push(`only ${text.length} letters`);
  return wrong;
}
