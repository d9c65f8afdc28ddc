import { type RunResult } from "../../../simulator/scenario/result";
import { dataTable, numberColumns } from "../data-table";
import { formatCounted, formatDuration } from "../format-quantity";
import { type Markup, html } from "../html";
import { formatClock } from "../time-axis";
import { formatChange, shownActivities } from "../scaling-activities";

/** What changed the fleet, when and why. */
export function activitiesSection(result: RunResult, figure: Markup | null): Markup {
  const shown = shownActivities(result);
  const left = result.scalingActivities.length - shown.length;
  if (shown.length === 0) {
    return html`<section id="activities" aria-labelledby="activities-title">
      <h2 id="activities-title">Scaling activities</h2>
      <p class="lead">Nothing changed the fleet.</p>
    </section>`;
  }
  const rows = shown.map(
    (activity, index) =>
      html`<tr data-activity="${index + 1}">
        <th scope="row" class="number">${index + 1}</th>
        <td class="number">${formatClock(activity.startSeconds)}</td>
        <td class="number">
          ${activity.endSeconds === null ? "under way" : formatDuration(activity.endSeconds - activity.startSeconds)}
        </td>
        <td class="nowrap">${formatChange(activity)}</td>
        <td>${activity.status}</td>
        <td class="cause">${activity.cause}</td>
      </tr>`,
  );
  return html`<section id="activities" aria-labelledby="activities-title">
    <h2 id="activities-title">Scaling activities</h2>
    <p class="lead">What changed the fleet, and what caused it.</p>
    ${figure}
    <div class="figure">
      ${dataTable({
        caption: "Scaling activities",
        columns: [...numberColumns("No.", "Start", "Took"), "Change", "Status", "Cause"],
        rows,
      })}
      ${left > 0 && html`<p class="quiet">${formatCounted(left, "later activity", "later activities")} left out here.</p>`}
    </div>
  </section>`;
}
