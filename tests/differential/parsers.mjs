// Parses SQL with parsers that other people wrote: each line of standard input is
// {"dialect": name, "sql": text}, each line of standard output {"error": words or null}.
import { createRequire, register } from "node:module";
import { createInterface } from "node:readline";

// dt-sql-parser names its files without their ending, as bundlers take it.
register(
  "data:text/javascript," +
    encodeURIComponent(`export async function resolve(name, context, next) {
      for (const ending of ["", ".js", "/index.js"]) {
        try { return await next(name + ending, context); } catch (error) {
          if (!name.startsWith(".") || ending === "/index.js") throw error;
        }
      }
    }`),
);

const require = createRequire(import.meta.url);
const { SparkSQL } = await import("dt-sql-parser");
const { parse } = require("libpg-query");
const { Parser } = require("node-sql-parser");

console.error = () => {}; // ANTLR says there what it also returns

const by = (database) => (sql) => void new Parser().astify(sql, { database });
const PARSERS = {
  postgres: parse,
  redshift: parse,
  bigquery: by("BigQuery"),
  snowflake: by("Snowflake"),
  spark: (sql) => {
    const [first] = new SparkSQL().validate(sql);
    if (first) throw new Error(`line ${first.startLine}: ${first.message}`);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { dialect, sql } = JSON.parse(line);
  let error = null;
  try {
    await PARSERS[dialect](sql);
  } catch (failed) {
    error = String(failed.message).slice(0, 300);
  }
  console.log(JSON.stringify({ error }));
}
