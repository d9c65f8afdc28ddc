// How a figure of the report becomes uPlot's series, scales and axes.
(() => {
  "use strict";
  const { document, getComputedStyle, uPlot } = globalThis;
  const root = document.documentElement;
  const { timeUnits, timeIncrementsSeconds } = JSON.parse(
    document.getElementById("report-figures").textContent,
  );

  const counts = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
  const fractions = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
  const isKnown = (value) => value !== null && value !== undefined;
  const formatCount = (value) => (isKnown(value) ? counts.format(value) : "–");
  const formatClock = (seconds) => {
    const whole = Math.round(Math.abs(seconds));
    const two = (value) => String(value).padStart(2, "0");
    const clock = `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
    return seconds < 0 && whole > 0 ? `−${clock}` : clock;
  };
  const formatValue = (value, axis) => {
    if (!isKnown(value) || axis.unit === "count") {
      return formatCount(value);
    }
    const unit = unitFor(value);
    return `${counts.format(value / unit.seconds)} ${unit.label}`;
  };
  const formatTick = (value, axis, splits) => {
    if (axis.unit === "count" || value === 0) {
      return counts.format(value);
    }
    const unit = unitFor(splits.at(-1));
    return `${counts.format(value / unit.seconds)} ${unit.label}`;
  };
  const unitFor = (span) =>
    timeUnits.find((unit) => unit.longestSpanSeconds === null || span <= unit.longestSpanSeconds);

  const variable = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const colorOf = (quantity) => variable(`--quantity-${kebab(quantity)}`);
  const translucent = (color, alpha) =>
    color +
    Math.round(alpha * 255)
      .toString(16)
      .padStart(2, "0");

  const stepped = uPlot.paths.stepped({ align: 1 });
  const bars = uPlot.paths.bars({ size: [0.9, 60], align: 1 });
  const shapes = {
    area: (color) => ({ width: 1.75, fill: translucent(color, 0.16) }),
    line: () => ({ width: 1.75 }),
    step: () => ({ width: 2.25, paths: stepped }),
    "step-dashed": () => ({ width: 1.75, paths: stepped, dash: [6, 4] }),
    bars: (color) => ({ width: 0, paths: bars, fill: translucent(color, 0.5) }),
    reference: () => ({ width: 1.75, dash: [2, 4] }),
  };

  /** A value between two gaps has no line: it gets a point. */
  function lonePoints(plot, seriesIndex) {
    const values = plot.data[seriesIndex];
    const lone = values.flatMap((value, index) =>
      isKnown(value) && !isKnown(values[index - 1]) && !isKnown(values[index + 1]) ? [index] : [],
    );
    return lone.length > 0 ? lone : [-1];
  }

  function seriesOf(series, axis) {
    const color = colorOf(series.color);
    const pointed = series.shape === "area" || series.shape === "line";
    return {
      label: series.label,
      scale: series.axis,
      stroke: color,
      ...shapes[series.shape](color),
      value: (_, value) => formatValue(value, axis),
      points: pointed ? { filter: lonePoints, size: 5, fill: color } : { show: false },
    };
  }

  function valueScale(axis) {
    return axis.scale === "symlog"
      ? { distr: 4, asinh: 1, range: (_, __, max) => [0, Math.max(1, max ?? 1) * 1.6] }
      : { range: (_, __, max) => [0, Math.max(1, max ?? 1) * 1.14] };
  }

  /** Powers of ten and zero, which is all that a logarithmic axis needs. */
  function powersOfTen(_, __, ___, max) {
    const powers = [0];
    for (let power = 1; power <= max; power *= 10) {
      powers.push(power);
    }
    return powers;
  }

  const wholeIncrements = Array.from({ length: 10 }, (_, power) =>
    [1, 2, 5].map((digit) => digit * 10 ** power),
  ).flat();

  /** Distances between the ticks of an axis of values: whole counts or round durations. */
  function incrementsOf(axis) {
    if (axis.unit === "seconds") {
      return { incrs: timeIncrementsSeconds };
    }
    return { incrs: wholeIncrements, space: axis.title === "instances" ? 22 : 30 };
  }

  function valueAxis(axis, scale, side) {
    return {
      scale,
      side,
      label: axis.title,
      labelSize: 20,
      labelGap: 2,
      labelFont: "12px system-ui, sans-serif",
      font: "12px system-ui, sans-serif",
      stroke: variable("--quiet"),
      size: (_, labels) =>
        14 + 7 * Math.max(1, ...(labels ?? []).map((label) => (label ?? "").length)),
      gap: 6,
      grid: { show: scale === "left", stroke: variable("--grid"), width: 1 },
      ticks: { show: false },
      ...incrementsOf(axis),
      ...(axis.scale === "symlog" ? { splits: powersOfTen } : {}),
      values: (_, splits) =>
        splits.map((value) => (value === null ? "" : formatTick(value, axis, splits))),
    };
  }

  function timeAxis() {
    const unitOf = (plot) => unitFor(plot.scales.x.max - plot.scales.x.min);
    return {
      incrs: timeIncrementsSeconds,
      space: 56,
      size: 28,
      gap: 6,
      labelSize: 20,
      labelGap: 2,
      label: (plot) => `${unitOf(plot)?.label ?? "min"} since the stream began`,
      labelFont: "12px system-ui, sans-serif",
      font: "12px system-ui, sans-serif",
      stroke: variable("--quiet"),
      grid: { show: false },
      ticks: { show: true, stroke: variable("--line"), width: 1, size: 5 },
      values: (plot, splits) => {
        const unit = unitOf(plot);
        return splits.map((second) => fractions.format(second / (unit?.seconds ?? 60)));
      },
    };
  }

  globalThis.reportChartOptions = {
    formatClock,
    formatValue,
    seriesOf,
    timeAxis,
    translucent,
    valueAxis,
    valueScale,
    variable,
  };
})();
