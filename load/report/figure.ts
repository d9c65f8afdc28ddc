import { type QuantityColor } from "./palette";

/** How a series is drawn: besides its colour, its shape tells it from its neighbours. */
export type SeriesShape = "area" | "line" | "step" | "step-dashed" | "bars" | "reference";

/** One series of a figure. */
export interface FigureSeries {
  readonly label: string;
  readonly color: QuantityColor;
  readonly shape: SeriesShape;
  /** The axis it is read on; the right one has its own scale. */
  readonly axis: "left" | "right";
  /** Name of the timeline's series, or for a reference line its constant value. */
  readonly source: { readonly metric: string } | { readonly value: number };
}

/** An axis of values. */
export interface FigureAxis {
  readonly title: string;
  /** `symlog` is logarithmic above 1 and linear below, so that zero has a place. */
  readonly scale: "linear" | "symlog";
  /** `seconds` are written as durations. */
  readonly unit: "count" | "seconds";
}

/** A scaling activity on the time line; its number is the one of the table of activities. */
export interface FigureMarker {
  readonly number: number;
  readonly startSeconds: number;
  readonly endSeconds: number | null;
  readonly label: string;
  readonly cause: string;
}

/**
 * A picture over time, as data: the page's script draws it, `timeSeriesSpec` draws it without a script, and
 * the table beside it lists it.
 */
export interface Figure {
  readonly id: string;
  readonly title: string;
  /** What the picture shows in this run, in words and figures. */
  readonly caption: string;
  /** The part of the run that is shown, in seconds; null shows all of it, and zooms along with its like. */
  readonly windowSeconds: { readonly from: number; readonly to: number } | null;
  readonly left: FigureAxis;
  readonly right: FigureAxis | null;
  readonly series: readonly FigureSeries[];
  readonly markers: readonly FigureMarker[];
}
