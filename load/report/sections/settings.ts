import { type RunResult } from "../../../simulator/scenario/result";
import { formatList } from "../format-quantity";
import { type Markup, html } from "../html";

/** Entries of a list that are printed; a measured distribution may have thousands. */
const mostEntries = 12;

/** Every setting of the run, its seed and where it was measured. */
export function settingsSection(result: RunResult): Markup {
  const groups = new Map<string, [string, string][]>();
  for (const [key, value] of Object.entries(result.scenario)) {
    const nested = isRecord(value) && !("kind" in value);
    const rows = nested ? flatten(value) : [[key, describe(value)] as [string, string]];
    const group = nested ? key : "run";
    groups.set(group, [...(groups.get(group) ?? []), ...rows]);
  }
  const { environment, ...measurement } = result.measurement ?? {};
  for (const [group, record] of Object.entries({ measurement, environment })) {
    const rows = flatten({ ...record });
    if (rows.length > 0) groups.set(group, rows);
  }
  return html`<section id="settings" aria-labelledby="settings-title">
    <h2 id="settings-title">Settings and environment</h2>
    <p class="lead">
      Every value as used. Seed ${result.seed}: the same seed and the same settings give the same
      arrivals and the same draws.
    </p>
    <div class="columns">${[...groups].map(([group, rows]) => groupTable(group, rows))}</div>
  </section>`;
}

function groupTable(group: string, rows: readonly [string, string][]): Markup {
  return html`<div class="figure">
    <h3 id="settings-${group}">${group}</h3>
    <table aria-labelledby="settings-${group}">
      <tbody>
        ${rows.map(
          ([key, value]) =>
            html`<tr>
              <th scope="row"><code>${breakable(key)}</code></th>
              <td class="number setting">${value}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A dotted path that may break after its dots. */
function breakable(path: string): Markup {
  return html`${path.split(".").map((part, index) => html`${index > 0 && html`.<wbr />`}${part}`)}`;
}

/** The leaves of nested settings, each with its dotted path; a value with a `kind` is one leaf. */
function flatten(record: Record<string, unknown>, prefix = ""): [string, string][] {
  return Object.entries(record).flatMap(([key, value]): [string, string][] => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    return isRecord(value) && !("kind" in value) ? flatten(value, path) : [[path, describe(value)]];
  });
}

/** A setting in words: `lognormal, p50 4.2, p90 8`; a long list by its beginning. */
function describe(value: unknown): string {
  if (Array.isArray(value)) {
    const entries = value.slice(0, mostEntries).map(describe);
    const left = value.length - entries.length;
    return value.length === 0
      ? "none"
      : formatList(left > 0 ? [...entries, `${left} more`] : entries);
  }
  if (isRecord(value)) {
    const { kind, ...rest } = value;
    const parts = Object.entries(rest).map(([key, part]) => `${key} ${describe(part)}`);
    return [...(typeof kind === "string" ? [kind] : []), ...parts].join(", ");
  }
  switch (typeof value) {
    case "number":
      return value.toLocaleString("en-US", { maximumFractionDigits: 6 });
    case "string":
      return value;
    case "boolean":
      return value ? "yes" : "no";
    default:
      return "none";
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
