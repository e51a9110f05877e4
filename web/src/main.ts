import { mount } from "svelte";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/marks.css";
import "./styles/report.css";
import "./styles/narrow.css";
import { read_evidence } from "./evidence.ts";
import { set_counting } from "./counting.ts";
import { set_unit } from "./unit.ts";
import Report from "./Report.svelte";

const target = document.getElementById("report");
const block = document.getElementById("evidence");
if (target && block) {
  try {
    const evidence = read_evidence(block.textContent ?? "");
    set_unit(evidence.outcome.unit);
    set_counting(evidence.outcome);
    mount(Report, { target, props: { evidence } });
  } catch (failure) {
    const words = failure instanceof Error ? failure.message : String(failure);
    const note = document.createElement("p");
    note.textContent = `This report could not be drawn. ${words}`;
    target.replaceChildren(note);
    throw failure;
  }
}
