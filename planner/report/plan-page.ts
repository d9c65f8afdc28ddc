import { dataTable } from "../../load/report/data-table";
import { formatCount, formatDuration, formatUsd } from "../../load/report/format-quantity";
import { html, type Markup } from "../../load/report/html";
import { htmlPage } from "../../load/report/html-page";
import { codeSpans } from "../../load/report/sections/overview";
import { responsiveSvg } from "../../load/report/sections/responsive-svg";
import { type PlanDocument } from "../plan-document";
import { frontSpec } from "./front-spec";
import {
  bindingSentence,
  comparedRow,
  compromiseSentence,
  headline,
  headroomSentence,
  leverEffect,
  objectiveValue,
  settingLines,
  shortSettings,
  withInterval,
} from "./plan-words";

/** A plan as one self-contained HTML page that asks for nothing on the network. */
export async function renderPlanPage(plan: PlanDocument): Promise<string> {
  const chart = await responsiveSvg((width) => frontSpec(plan, width), "No settings were found.");
  return htmlPage({
    title: `${plan.name}: plan`,
    body: html`<div class="sheet">
      <header class="masthead">
        <div>
          <h1>${plan.name}: plan</h1>
          <p>
            ${formatCount(plan.requests)} requests, ${formatCount(plan.runsPerMonth)} times a month,
            prices of ${plan.region}; ${formatCount(plan.evaluations)} runs of the model
          </p>
        </div>
      </header>
      <main id="content">
        ${answer(plan)}
        <section aria-labelledby="front-title">
          <h2 id="front-title">Cost against latency</h2>
          <p class="lead">
            What nothing that was tried beats in both. A point further left costs more.
          </p>
          <figure class="figure">${chart}</figure>
          ${frontTable(plan)}
        </section>
        ${binding(plan)} ${comparisons(plan)}
        <section aria-labelledby="supposed-title">
          <h2 id="supposed-title">What was supposed</h2>
          <ul>
            ${plan.assumptions.map((text) => html`<li>${text}</li>`)}
          </ul>
        </section>
      </main>
    </div>`,
  });
}

function answer(plan: PlanDocument): Markup {
  const { fare, settings } = plan.recommended;
  return html`<section aria-labelledby="answer-title">
    <h2 id="answer-title">${headline(plan)}</h2>
    ${
      plan.compromises.length > 0 &&
      html`<p>Could be promised instead:</p>
        <ul>
          ${plan.compromises.map((each) => html`<li>${compromiseSentence(each)}</li>`)}
        </ul>`
    }
    <pre>${settingLines(settings).join("\n")}</pre>
    ${table(
      "How the settings fare",
      ["", "Mean (95 % confidence interval)", "Kept"],
      [
        ["cost a month", withInterval(fare.costPerMonth, formatUsd), ""],
        ["p50", withInterval(fare.latencySeconds.p50, formatDuration), ""],
        ["p95", withInterval(fare.latencySeconds.p95, formatDuration), ""],
        ...fare.objectives.map(({ objective, value, keptIn }) => [
          objective,
          withInterval(value, (number) => objectiveValue(objective, number)),
          `${keptIn} of ${fare.runs} runs`,
        ]),
      ],
    )}
  </section>`;
}

function frontTable({ front, latency }: PlanDocument): Markup {
  return table(
    "The front",
    ["A month", latency, "For each minute less", "Settings"],
    front.map((point) => [
      formatUsd(point.costPerMonth),
      formatDuration(point.latencySeconds),
      point.dollarsPerMinute === null ? "" : formatUsd(point.dollarsPerMinute),
      `${shortSettings(point.settings)}${point.isRecommended ? " (recommended)" : ""}`,
    ]),
  );
}

function binding(plan: PlanDocument): Markup {
  return html`<section aria-labelledby="binding-title">
    <h2 id="binding-title">What binds, and how much more it bears</h2>
    <p>${codeSpans(bindingSentence(plan))}</p>
    ${table(
      "What single changes do",
      ["Change", "Effect"],
      plan.levers.map((lever) => [lever.change, leverEffect(lever)]),
    )}
    <p>${headroomSentence(plan)}</p>
  </section>`;
}

function comparisons(plan: PlanDocument): Markup {
  const rows = [
    comparedRow("recommended", plan.recommended.fare),
    ...plan.comparisons.map(({ label, note, fare }) =>
      comparedRow(note === null ? label : `${label} (${note})`, fare),
    ),
  ];
  return html`<section aria-labelledby="others-title">
    <h2 id="others-title">Beside others</h2>
    ${table(
      "Beside others",
      ["Settings", "A month", "p50", "p95", "Succeeded", "Peak fleet"],
      rows.map(({ label, cost, p50, p95, succeeded, peak }) => [
        ...[label, cost, p50, p95, succeeded, peak],
      ]),
    )}
  </section>`;
}

function table(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): Markup {
  return dataTable({
    ...{ caption, columns },
    rows: rows.map(
      ([first, ...cells]) =>
        html`<tr>
          <th scope="row">${first !== undefined && codeSpans(first)}</th>
          ${cells.map((cell) => html`<td>${cell}</td>`)}
        </tr>`,
    ),
  });
}
