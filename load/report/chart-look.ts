import { type QuantityColor, quantityVariable } from "./palette";

/** The look that every chart without a script shares: the page's own font and colours, a light grid, no frame. */
export const chartLook = {
  background: "transparent",
  font: "system-ui, sans-serif",
  view: { stroke: null },
  axis: {
    labelColor: "var(--quiet)",
    titleColor: "var(--quiet)",
    gridColor: "var(--grid)",
    domain: false,
    ticks: false,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: "normal",
    labelPadding: 6,
  },
  legend: {
    labelColor: "var(--quiet)",
    title: null,
    orient: "top",
    labelFontSize: 12,
    symbolType: "square",
    labelLimit: 0,
  },
  text: { color: "var(--ink)", fontSize: 12 },
} as const;

/** Colours of named entries, as a Vega-Lite scale. */
export function colorScale(entries: readonly { label: string; color: QuantityColor }[]) {
  return {
    domain: entries.map(({ label }) => label),
    range: entries.map(({ color }) => quantityVariable(color)),
  };
}
