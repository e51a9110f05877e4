// Opens reports in Chromium and holds them to the design language: browser.mjs [REPORT.html …]
// Without arguments: every fixture and variant. Screenshots go to build/screenshots.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { fill } from "../fill.mjs";
import { broken_words, clean, crowded, overflow, sums } from "./page_checks.mjs";
import { HOSTILE, pages } from "./variants.mjs";

const WIDTHS = [1280, 834, 390];
const AT_ONCE = 2; // pages
const SCHEMES = ["light", "dark"];
const TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const LARGEST_BYTES = 600_000;

const web = fileURLToPath(new URL("..", import.meta.url));
const shots = resolve(web, "../build/screenshots");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const work = mkdtempSync(join(tmpdir(), "bestfit-report-"));
mkdirSync(shots, { recursive: true });

let passed = 0;
let failed = 0;
function report(what, wrong) {
  if (wrong.length === 0) {
    passed += 1;
    return;
  }
  failed += 1;
  console.log(`FAILED ${what}`);
  for (const each of wrong) console.log(`       ${each}`);
}

function files() {
  const given = process.argv.slice(2);
  if (given.length > 0)
    return given.map((path) => ({
      name: basename(resolve(path, "..")) + "_" + basename(path, ".html"),
      path: resolve(path),
      hostile: null,
      given: true,
      whole: true,
    }));
  const template = readFileSync(join(web, "dist/report.html"), "utf8");
  return pages().map(([name, evidence, whole]) => {
    const path = join(work, `${name}.html`);
    writeFileSync(path, fill(template, JSON.stringify(evidence)));
    return { name, path, hostile: name === "hostile" ? HOSTILE : null, given: false, whole };
  });
}

async function opened(browser, file, width) {
  const wrong = [];
  const context = await browser.newContext({
    viewport: { width, height: 1000 },
    colorScheme: "light",
    reducedMotion: "reduce",
  });
  await context.addInitScript({ content: axe });
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.sourceFile}:${event.lineNumber}`),
    );
  });
  const page = await context.newPage();
  page.on(
    "console",
    (message) =>
      ["error", "warning"].includes(message.type()) && wrong.push(`console: ${message.text()}`),
  );
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    wrong.push("a dialog opened");
    void dialog.dismiss();
  });
  page.on(
    "request",
    (request) =>
      request.url() !== pathToFileURL(file.path).href && wrong.push(`request: ${request.url()}`),
  );
  await page.goto(pathToFileURL(file.path).href);
  await page.waitForSelector("h1");
  await page.waitForTimeout(150);
  return { context, page, wrong };
}

async function accessible(page, only = { type: "tag", values: TAGS }) {
  const found = await page.evaluate(
    (runOnly) => globalThis.axe.run(document, { runOnly, resultTypes: ["violations"] }),
    only,
  );
  return found.violations.map(
    (each) =>
      `${each.id}: ${each.help}; ${each.nodes.length} times, first ${each.nodes[0].html.slice(0, 140)}`,
  );
}

/** Every control is reached by Tab, shows its focus, and opens by Enter. */
async function keyboard(page) {
  const wrong = [];
  const wanted = await page.evaluate(() => {
    const seen = [...document.querySelectorAll("a[href], summary, button")].filter((element) =>
      element.checkVisibility(),
    );
    seen.forEach((element, i) => (element.dataset.stop = String(i)));
    return seen.length;
  });
  const reached = new Set();
  for (let i = 0; i < wanted + 2; i += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const here = document.activeElement;
      if (!here?.dataset.stop) return null;
      const box = here.getBoundingClientRect();
      return {
        stop: here.dataset.stop,
        ring: getComputedStyle(here).outlineStyle,
        high: box.height,
        text: here.textContent.slice(0, 30),
      };
    });
    if (stop === null) continue;
    reached.add(stop.stop);
    if (stop.ring === "none") wrong.push(`no focus ring on ${stop.text}`);
    if (stop.high < 24) wrong.push(`only ${stop.high} high: ${stop.text}`);
  }
  if (reached.size !== wanted) wrong.push(`Tab reached ${reached.size} of ${wanted} controls`);
  const row = page.locator("table.ev button.more").first();
  if (await row.count()) {
    await row.focus();
    await page.keyboard.press("Enter");
    if (
      (await row.getAttribute("aria-expanded")) !== "true" ||
      !(await page.locator("tr.open").count())
    )
      wrong.push("Enter does not open a row");
  }
  const part = page.locator("details:not([open]) > summary").first();
  if (await part.count()) {
    const held = await part.evaluateHandle((element) => element.parentElement);
    await part.focus();
    await page.keyboard.press("Enter");
    if (!(await held.evaluate((element) => element.open))) wrong.push("Enter does not open a part");
  }
  return wrong;
}

/** Print opens what is closed, and makes a document. */
async function printed(page) {
  const wrong = [];
  const counts = () =>
    page.evaluate(() => [
      document.querySelectorAll("tr.open").length,
      document.querySelectorAll("table.ev button.more").length,
      document.querySelectorAll("details:not([open])").length,
    ]);
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const [open, rows, closed] = await counts();
  if (open !== rows) wrong.push(`print shows ${open} of ${rows} rows open`);
  if (closed > 0) wrong.push(`print leaves ${closed} parts closed`);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  const document_bytes = await page.pdf({ format: "A4" });
  if (document_bytes.subarray(0, 5).toString() !== "%PDF-" || document_bytes.length < 20_000)
    wrong.push("no PDF");
  return wrong;
}

async function check(browser, file, width) {
  const { context, page, wrong } = await opened(browser, file, width);
  const where = `${file.name} at ${width}`;
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme });
    // The theme changes colours alone.
    const only = scheme === "dark" ? { type: "rule", values: ["color-contrast"] } : undefined;
    report(`${where}, ${scheme}: accessible`, await accessible(page, only));
    if (scheme === "light" || file.whole)
      await page.screenshot({
        path: join(shots, `${file.name}-${width}-${scheme}.png`),
        fullPage: true,
      });
  }
  await page.emulateMedia({ colorScheme: "light" });
  report(`${where}: fits`, await page.evaluate(overflow));
  if (width === 1280) report(`${where}: whole words`, await page.evaluate(broken_words));
  report(`${where}: chart letters`, await page.evaluate(crowded));
  report(`${where}: adds up`, await page.evaluate(sums));
  report(`${where}: clean`, await page.evaluate(clean, file.hostile));
  if (width !== 834) report(`${where}: keyboard`, await keyboard(page));
  report(`${where}: fits when opened`, await page.evaluate(overflow));
  if (width === 390) report(`${where}: accessible when opened`, await accessible(page));
  if (width === 1280) report(`${where}: print`, await printed(page));
  if (width === 390) {
    await page.setViewportSize({ width: 320, height: 800 });
    await page.waitForTimeout(100);
    report(`${file.name} at 400% zoom: fits`, await page.evaluate(overflow));
  }
  report(`${where}: no error, no policy violation, no request`, wrong);
  await context.close();
}

// One font everywhere: the wide one that every Debian has, so that what fits here fits elsewhere.
const fonts = join(work, "fonts.conf");
writeFileSync(
  fonts,
  `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir><cachedir>${work}/fonts</cachedir></fontconfig>`,
);

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(executablePath)) {
  console.error(`no Chromium at ${executablePath}: run scripts/setup, or set CHROMIUM to another`);
  process.exit(1);
}
const browser = await chromium.launch({
  executablePath,
  args: FLAGS,
  env: { ...process.env, FONTCONFIG_FILE: fonts },
});
async function check_file(file) {
  if (!existsSync(file.path)) {
    report(file.path, ["no such file"]);
    return;
  }
  const bytes = readFileSync(file.path).length;
  // A run's own evidence may be large; the page and a usual run may not.
  if (!file.given)
    report(
      `${file.name}: size`,
      bytes < LARGEST_BYTES || file.name === "many_attributes" ? [] : [`${bytes} bytes`],
    );
  // A variant changes what stands in the page, not how it bends: two widths show that.
  for (const width of WIDTHS) if (file.whole || width !== 834) await check(browser, file, width);
}

const waiting = files();
async function work_through() {
  for (let file = waiting.shift(); file; file = waiting.shift()) await check_file(file);
}
await Promise.all(Array.from({ length: AT_ONCE }, work_through));
await browser.close();
rmSync(work, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
