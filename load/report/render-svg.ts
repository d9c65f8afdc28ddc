import { type TopLevelSpec } from "vega-lite";

import { type Markup, trustedMarkup } from "./html";
import { loadVega } from "../../common/load-vega.cjs";

/** Draws a Vega-Lite specification as an SVG element, without a browser. Text in it is escaped by Vega. */
export async function renderSvg(spec: TopLevelSpec): Promise<Markup> {
  const { vega, vegaLite } = await loadVega();
  const view = new vega.View(vega.parse(vegaLite.compile(spec).spec), { renderer: "none" });
  try {
    const svg = await view.toSVG();
    // Vega clips its legends by ids that it counts up over the life of the process: two pages of one run would differ.
    // Inside HTML an SVG element needs no namespace, and the figure around it carries the words for a screen reader.
    return trustedMarkup(
      svg
        .replace(/ clip-path="[^"]*"|<clipPath[\s\S]*?<\/clipPath>/g, "")
        .replace(/ xmlns(:xlink)?="[^"]*"/g, "")
        .replace(/ (role|aria-[a-z]+)="[^"]*"/g, "")
        .replace("<svg", '<svg aria-hidden="true" focusable="false"'),
    );
  } finally {
    view.finalize();
  }
}
