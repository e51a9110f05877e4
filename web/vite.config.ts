// Builds dist/report.html: one file, script and style inside, allowed by their hashes alone.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";

const hash = (text: string): string =>
  `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Puts what Vite has built into report.html, so that the file needs no other. */
function one_file(): Plugin {
  return {
    name: "one-file",
    enforce: "post",
    generateBundle(_, bundle) {
      let script = "";
      let style = "";
      for (const [name, part] of Object.entries(bundle)) {
        if (part.type === "chunk") script += part.code;
        else if (name.endsWith(".css")) style += String(part.source);
        else this.error(`report.html must be one file, but Vite made ${name}`);
        delete bundle[name];
      }
      // Inside a script element only these two openings could end it, and in code they stand in strings alone.
      script = script.replaceAll("</script", "<\\/script").replaceAll("<!--", "\\x3c!--").trim();
      style = style.trim();
      if (style === "" || style.includes("</style"))
        this.error("no style, or one that would end its own element");
      const policy = [
        "default-src 'none'",
        `script-src ${hash(script)}`,
        `style-src ${hash(style)}`,
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types svelte-trusted-html",
      ].join("; ");
      const template = readFileSync(new URL("report.html", import.meta.url), "utf8");
      const source = template
        .replace("__POLICY__", () => policy)
        .replace("__STYLE__", () => style)
        .replace("__SCRIPT__", () => script);
      if (source.split("__BESTFIT_EVIDENCE__").length !== 2)
        this.error("one place for the evidence");
      this.emitFile({ type: "asset", fileName: "report.html", source });
    },
  };
}

export default defineConfig({
  plugins: [svelte(), one_file()],
  build: {
    target: "es2022",
    outDir: "dist",
    modulePreload: false,
    cssCodeSplit: false,
    reportCompressedSize: false,
    rollupOptions: {
      input: "src/main.ts",
      output: { format: "iife", entryFileNames: "report.js" },
    },
  },
});
