/** The marks of the five states: design language, section 4. */
export type Shape = "tick" | "half" | "bar" | "ask" | "warn";
