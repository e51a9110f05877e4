// Print shows closed parts open, and leaves the page as it was.

/** Opens every closed part before printing and closes those again afterwards. */
export function open_for_print(): () => void {
  let opened: HTMLDetailsElement[] = [];
  const before = (): void => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open])")];
    for (const part of opened) part.open = true;
  };
  const after = (): void => {
    for (const part of opened) part.open = false;
  };
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
  return () => {
    removeEventListener("beforeprint", before);
    removeEventListener("afterprint", after);
  };
}
