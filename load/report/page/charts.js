// Draws the figures of the report with uPlot: one zoom for all that show the whole run, one cursor for all.
(() => {
  "use strict";
  const { document, uPlot, ResizeObserver, requestAnimationFrame } = globalThis;
  const {
    formatClock,
    formatValue,
    seriesOf,
    timeAxis,
    translucent,
    valueAxis,
    valueScale,
    variable,
  } = globalThis.reportChartOptions;
  const { figures } = JSON.parse(document.getElementById("report-figures").textContent);
  let { timeline } = JSON.parse(document.getElementById("report-result").textContent);

  /** The columns of a figure: the periods of its window, and each series over them. */
  function columnsOf(figure) {
    const { from, to } = figure.windowSeconds ?? { from: -Infinity, to: Infinity };
    const inside = timeline.seconds.map((second) => second >= from && second <= to);
    const cut = (values) => values.filter((_, index) => inside[index]);
    const seconds = cut(timeline.seconds);
    const empty = () => timeline.seconds.map(() => null);
    const columns = figure.series.map(({ source }) =>
      "metric" in source
        ? cut(timeline[source.metric] ?? empty())
        : seconds.map(() => source.value),
    );
    return [seconds, ...columns];
  }

  /** Activities as bands with a numbered head; heads that would overlap are left out, their bands stay. */
  function drawMarkers(plot, markers) {
    const { ctx, bbox } = plot;
    const ratio = uPlot.pxRatio;
    const { min, max } = plot.scales.x;
    let lastHead = -Infinity;
    ctx.save();
    for (const marker of markers) {
      const end = marker.endSeconds ?? max;
      if (end < min || marker.startSeconds > max) {
        continue;
      }
      const left = plot.valToPos(Math.max(marker.startSeconds, min), "x", true);
      const right = plot.valToPos(Math.min(end, max), "x", true);
      ctx.fillStyle = translucent(variable("--quiet"), 0.14);
      ctx.fillRect(left, bbox.top, Math.max(right - left, ratio), bbox.height);
      ctx.fillStyle = variable("--quiet");
      ctx.fillRect(left, bbox.top, ratio, bbox.height);
      if (left - lastHead < 24 * ratio) {
        continue;
      }
      lastHead = left;
      ctx.beginPath();
      ctx.arc(left, bbox.top + 2 * ratio, 9 * ratio, 0, 2 * Math.PI);
      ctx.fillStyle = variable("--ink");
      ctx.fill();
      ctx.fillStyle = variable("--panel");
      ctx.font = `600 ${11 * ratio}px system-ui, sans-serif`;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.fillText(String(marker.number), left, bbox.top + 2.5 * ratio);
    }
    ctx.restore();
  }

  /** The activity under way at an instant, otherwise the last one before it. */
  function markerAt(markers, second) {
    return (
      markers.findLast(
        (one) => one.startSeconds <= second && second <= (one.endSeconds ?? Infinity),
      ) ?? markers.findLast((one) => one.startSeconds <= second)
    );
  }

  const plots = new Map();

  const legendDash = (series) =>
    series?.shape === "step-dashed" ? "dashed" : series?.shape === "reference" ? "dotted" : "solid";

  function optionsOf(figure, element) {
    const sized = element.clientWidth;
    const axes = [timeAxis(), valueAxis(figure.left, "left", 3)];
    if (figure.right !== null) {
      axes.push(valueAxis(figure.right, "right", 1));
    }
    return {
      width: sized,
      height: sized < 480 ? 200 : 240,
      padding: [figure.markers.length > 0 ? 16 : 8, figure.right === null ? 12 : 0, 0, 0],
      scales: {
        x: { time: false },
        left: valueScale(figure.left),
        ...(figure.right === null ? {} : { right: valueScale(figure.right) }),
      },
      axes,
      series: [
        { label: "Time", value: (_, second) => (second === null ? "–" : formatClock(second)) },
      ].concat(figure.series.map((series) => seriesOf(series, figure[series.axis]))),
      legend: { markers: { width: 2, dash: (_, index) => legendDash(figure.series[index - 1]) } },
      cursor: {
        y: false,
        points: { size: 7 },
        drag: { x: true, y: false, setScale: true },
        sync: {
          key: "run",
          scales: ["x", null],
          // A drag zooms by the hook below, so that pictures of a part of the run keep their part.
          filters: { pub: (type) => type === "mousemove" || type === "mouseleave" },
        },
      },
      hooks: {
        draw: figure.markers.length > 0 ? [(plot) => drawMarkers(plot, figure.markers)] : [],
        setScale: [(plot, key) => key === "x" && zoomed(figure, plot)],
        setCursor: [(plot) => figure.markers.length > 0 && pointAt(figure, plot)],
      },
    };
  }

  function zoomed(figure, plot) {
    const { min, max } = plot.scales.x;
    const seconds = plot.data[0];
    const full = min <= seconds[0] && max >= seconds.at(-1);
    document.getElementById(`reset-${figure.id}`).hidden = full;
    if (figure.windowSeconds !== null) {
      return;
    }
    for (const other of plots.values()) {
      const { x } = other.plot.scales;
      if (other.figure.windowSeconds === null && (x.min !== min || x.max !== max)) {
        other.plot.setScale("x", { min, max });
      }
    }
  }

  function resetZoom({ plot }) {
    plot.setScale("x", { min: plot.data[0][0], max: plot.data[0].at(-1) });
  }

  function pointAt(figure, plot) {
    const second = plot.data[0][plot.cursor.idx ?? -1];
    const marker = second === undefined ? undefined : markerAt(figure.markers, second);
    for (const row of document.querySelectorAll("tr[data-activity]")) {
      row.classList.toggle("pointed", Number(row.dataset.activity) === marker?.number);
    }
    document.getElementById(`readout-${figure.id}`).textContent =
      marker === undefined
        ? "Move along the chart to read what caused each activity."
        : `${marker.number}: ${marker.label} at ${formatClock(marker.startSeconds)}. ${marker.cause}`;
  }

  function announce({ figure, plot }) {
    const index = plot.cursor.idx;
    const values = figure.series.map(
      (series, position) =>
        `${series.label} ${formatValue(plot.data[position + 1][index], figure[series.axis])}`,
    );
    document.getElementById("announcer").textContent =
      `${formatClock(plot.data[0][index])}: ${values.join(", ")}`;
  }

  const steps = {
    ArrowLeft: -1,
    ArrowRight: 1,
    PageUp: -10,
    PageDown: 10,
    Home: -Infinity,
    End: Infinity,
  };

  function pressed(event, chart) {
    const { plot } = chart;
    const seconds = plot.data[0];
    const { min, max } = plot.scales.x;
    if (event.key in steps) {
      const first = seconds.findIndex((second) => second >= min);
      const last = seconds.findLastIndex((second) => second <= max);
      const from = plot.cursor.idx ?? (steps[event.key] < 0 ? last + 1 : first - 1);
      const index = Math.min(last, Math.max(first, from + steps[event.key]));
      const left = plot.valToPos(seconds[index], "x");
      plot.setCursor({ left, top: plot.over.clientHeight / 2 }, true, true);
      announce(chart);
    } else if (event.key === "+" || event.key === "-") {
      const middle = seconds[plot.cursor.idx ?? -1] ?? (min + max) / 2;
      const half = ((max - min) / 2) * (event.key === "+" ? 0.5 : 2);
      const from = Math.max(seconds[0], middle - half);
      const to = Math.min(seconds.at(-1), middle + half);
      if (to - from >= 2 * timeline.periodSeconds) {
        plot.setScale("x", { min: from, max: to });
      }
    } else if (event.key === "0" || event.key === "Escape") {
      resetZoom(chart);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** uPlot's legend hides a series by a click; the same by the keyboard, and said to a screen reader. */
  function openLegend(plot) {
    for (const [index, label] of plot.root.querySelectorAll(".u-legend .u-series > th").entries()) {
      if (index === 0) {
        continue;
      }
      label.tabIndex = 0;
      label.setAttribute("role", "button");
      label.setAttribute("aria-pressed", "true");
      label.title = "Hide or show";
      label.addEventListener("click", () =>
        label.setAttribute("aria-pressed", String(plot.series[index].show)),
      );
      label.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          event.stopPropagation();
          label.click();
        }
      });
    }
  }

  function build(figure) {
    const element = document.querySelector(`[data-figure="${figure.id}"]`);
    plots.get(figure.id)?.plot.destroy();
    const columns = columnsOf(figure);
    if (columns[0].length < 2) {
      return;
    }
    const plot = new uPlot(optionsOf(figure, element), columns, element);
    openLegend(plot);
    plots.set(figure.id, { figure, plot, element });
    attend(figure, element);
  }

  const buildAll = () => figures.forEach(build);

  /** The run goes on: the charts follow, and stay where their reader looks. */
  function follow(next) {
    timeline = next;
    for (const figure of figures) {
      const chart = plots.get(figure.id);
      if (chart === undefined) {
        build(figure);
      } else {
        const isWhole = document.getElementById(`reset-${figure.id}`).hidden;
        chart.plot.setData(columnsOf(figure), isWhole);
      }
    }
  }

  // In the next frame: a chart that changes its height while it is being measured makes the observer complain.
  const observer = new ResizeObserver((entries) =>
    requestAnimationFrame(() => entries.forEach(fit)),
  );
  function fit({ target }) {
    const chart = plots.get(target.dataset.figure);
    if (chart !== undefined && target.clientWidth > 0 && chart.plot.width !== target.clientWidth) {
      chart.plot.setSize({ width: target.clientWidth, height: chart.plot.height });
    }
  }

  const attended = new Set();
  /** Once for each place of a chart, however often the chart in it is built anew. */
  function attend(figure, element) {
    if (attended.has(figure.id)) {
      return;
    }
    attended.add(figure.id);
    observer.observe(element);
    element.addEventListener("keydown", (event) => {
      if (event.target === element) {
        pressed(event, plots.get(figure.id));
      }
    });
    document
      .getElementById(`reset-${figure.id}`)
      .addEventListener("click", () => resetZoom(plots.get(figure.id)));
  }

  globalThis.reportCharts = { rebuild: buildAll, follow };
  buildAll();
})();
