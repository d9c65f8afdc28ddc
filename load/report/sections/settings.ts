import { type RunResult } from "../../../simulator/scenario/result";
import { type Markup, html } from "../html";
import { type Setting, settingGroups, settingText } from "../setting-values";

/** Every setting of the run, its seed and where it was measured. */
export function settingsSection(result: RunResult): Markup {
  const groups = settingGroups(result);
  return html`<section id="settings" aria-labelledby="settings-title">
    <h2 id="settings-title">Settings and environment</h2>
    <p class="lead">
      Every value as used. Seed ${result.seed}: the same seed and the same settings give the same
      arrivals and the same draws.
    </p>
    <div class="columns">${[...groups].map(([group, rows]) => groupTable(group, rows))}</div>
  </section>`;
}

function groupTable(group: string, settings: readonly Setting[]): Markup {
  return html`<div class="figure">
    <h3 id="settings-${group}">${group}</h3>
    <table aria-labelledby="settings-${group}">
      <tbody>
        ${settings.map(
          ({ path, value }) =>
            html`<tr>
              <th scope="row"><code>${breakable(path)}</code></th>
              <td class="number setting">${settingText(value)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A dotted path that may break after its dots. */
export function breakable(path: string): Markup {
  return html`${path.split(".").map((part, index) => html`${index > 0 && html`.<wbr />`}${part}`)}`;
}
