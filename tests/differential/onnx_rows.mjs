// Runs models: each line of standard input is {"model": path, "inputs": {name: [values]}}, each
// line of standard output the rows {"rows": [[score, tier, status, profile, probability]]}.
// null among numbers is NaN.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const ort = require("onnxruntime-node");

const NAMES = ["icp_score", "icp_tier", "icp_status", "icp_profile", "icp_probability"];

function tensor(values) {
  if (values.some((value) => typeof value === "string")) {
    return new ort.Tensor("string", values, [values.length, 1]);
  }
  const numbers = Float64Array.from(values, (value) => (value === null ? NaN : value));
  return new ort.Tensor("float64", numbers, [values.length, 1]);
}

for await (const line of createInterface({ input: process.stdin })) {
  const { model, inputs } = JSON.parse(line);
  const session = await ort.InferenceSession.create(model, { logSeverityLevel: 3 });
  const feeds = {};
  for (const name of session.inputNames) feeds[name] = tensor(inputs[name]);
  const out = await session.run(feeds);
  const columns = NAMES.map((name) => Array.from(out[name].data));
  const rows = columns[0].map((_, i) =>
    columns.map((column) => (Number.isNaN(column[i]) ? null : column[i])),
  );
  console.log(JSON.stringify({ rows }));
  await session.release();
}
