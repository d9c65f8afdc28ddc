import { type Figure } from "./figure";
import { embeddedJson, html, type Markup } from "./html";
import { timeIncrementsSeconds, timeUnits } from "./time-axis";

/**
 * What the scripts that draw charts find in their page: the figures, the timeline that they draw, and a place to say
 * aloud what the keyboard points at.
 *
 * @param result JSON with a `timeline` of the figures' series.
 */
export function chartData(result: Markup, figures: readonly Figure[]): Markup {
  return html`<p id="announcer" class="visually-hidden" role="status"></p>
    <script type="application/json" id="report-result">
      ${result}
    </script>
    <script type="application/json" id="report-figures">
      ${embeddedJson({ figures, timeUnits, timeIncrementsSeconds })}
    </script>`;
}
