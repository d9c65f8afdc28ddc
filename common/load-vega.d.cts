/** Vega and Vega-Lite, loaded on first use. */
export function loadVega(): Promise<{
  vega: typeof import("vega");
  vegaLite: typeof import("vega-lite");
}>;
