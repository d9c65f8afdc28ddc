import { type ResultTimeline } from "../../../simulator/scenario/result";
import { dataTable, numberColumns } from "../data-table";
import { type Figure, type FigureSeries } from "../figure";
import { formatCount, formatDuration } from "../format-quantity";
import { type Markup, html } from "../html";
import { renderSvg } from "../render-svg";
import { formatClock } from "../time-axis";
import { timeSeriesSpec } from "../time-series-spec";
import { coarsenTimeline, sliceTimeline } from "../timeline-series";

/** Periods of a picture without a script: about one for every three pixels. */
const fallbackPeriods = 240;

/** Rows of the table beside a picture: what a reader takes in; the whole series can be downloaded. */
const tableRows = 48;

/** A figure over time: its chart, the same without a script, and the same as a table. */
export async function figureBlock(figure: Figure, timeline: ResultTimeline): Promise<Markup> {
  const shown = windowOf(figure, timeline);
  const fallback = await renderSvg(
    timeSeriesSpec(figure, coarsenTimeline(shown, fallbackPeriods), 720),
  );
  return html`<figure class="figure" id="figure-${figure.id}" aria-labelledby="title-${figure.id}">
    <div class="head">
      <div>
        <h3 id="title-${figure.id}">${figure.title}</h3>
        <figcaption class="caption">${figure.caption}</figcaption>
      </div>
      <button type="button" id="reset-${figure.id}" hidden>Reset zoom</button>
    </div>
    <div
      class="chart"
      data-figure="${figure.id}"
      tabindex="0"
      role="application"
      aria-roledescription="chart"
      aria-label="${figure.title}. Arrow keys read the values, plus and minus zoom, 0 shows all."
    ></div>
    ${figure.markers.length > 0 && html`<output class="readout" id="readout-${figure.id}"></output>`}
    <noscript>${fallback}</noscript>
    ${figureTable(figure, coarsenTimeline(shown, tableRows))}
  </figure>`;
}

function windowOf(figure: Figure, timeline: ResultTimeline): ResultTimeline {
  const window = figure.windowSeconds;
  return window === null ? timeline : sliceTimeline(timeline, window.from, window.to);
}

function figureTable(figure: Figure, timeline: ResultTimeline): Markup {
  const rows = timeline.seconds.map(
    (seconds, index) =>
      html`<tr>
        <th scope="row" class="number">${formatClock(seconds)}</th>
        ${figure.series.map((series) => html`<td class="number">${cell(figure, series, timeline, index)}</td>`)}
      </tr>`,
  );
  return html`<details>
    <summary>The figures as a table</summary>
    ${dataTable({
      caption: figure.title,
      columns: numberColumns("Time (h:mm:ss)", ...figure.series.map(({ label }) => label)),
      ...{ rows, isTall: true },
    })}
  </details>`;
}

function cell(
  figure: Figure,
  { source, axis }: FigureSeries,
  timeline: ResultTimeline,
  index: number,
): string {
  if ("value" in source) {
    return formatCount(source.value);
  }
  const values = timeline[source.metric];
  const value = Array.isArray(values) ? values[index] : null;
  if (value === null || value === undefined) {
    return "–";
  }
  return figure[axis]?.unit === "seconds" ? formatDuration(value) : formatCount(value);
}
