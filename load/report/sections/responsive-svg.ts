import { type TopLevelSpec } from "vega-lite";

import { type Markup, html } from "../html";
import { renderSvg } from "../render-svg";

/**
 * A drawn chart in two widths of its plot, of which the page shows the one that fits: an SVG that shrinks takes its letters along.
 *
 * @param specOf The specification for a width in pixels, or null when there is nothing to draw.
 * @param missing What to say instead of nothing.
 */
export async function responsiveSvg(
  specOf: (width: number) => TopLevelSpec | null,
  missing: string,
  widths: { readonly wide: number; readonly narrow: number } = { wide: 760, narrow: 205 },
): Promise<Markup> {
  const wide = specOf(widths.wide);
  const narrow = specOf(widths.narrow);
  if (wide === null || narrow === null) {
    return html`<p class="quiet">${missing}</p>`;
  }
  const [wideSvg, narrowSvg] = await Promise.all([renderSvg(wide), renderSvg(narrow)]);
  return html`<div class="only-wide">${wideSvg}</div>
    <div class="only-narrow">${narrowSvg}</div>`;
}
