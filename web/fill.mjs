// Puts an evidence.json into the built template, as bestfit/store/report.cc does: fill.mjs IN OUT
import { readFileSync, writeFileSync } from "node:fs";

/** The template with this JSON in it; `<` is escaped, so that no text can end the element. */
export function fill(template, json) {
  return template.replace("__BESTFIT_EVIDENCE__", () => json.replaceAll("<", "\\u003c"));
}

if (import.meta.main ?? process.argv[1]?.endsWith("fill.mjs")) {
  const [input, output] = process.argv.slice(2);
  const template = readFileSync(new URL("dist/report.html", import.meta.url), "utf8");
  writeFileSync(output, fill(template, readFileSync(input, "utf8")));
}
