import { type AsyncMetricKey } from "../../sagemaker/metrics";
import { type ValueDistribution } from "./value-distribution";

/** The present minute of one metric. */
export class MetricAccumulator {
  /** The samples one by one, where they are kept. */
  values: ValueDistribution | undefined;
  /** Count, sum, minimum, maximum. In a typed array, since a number that changes in an object is allocated anew. */
  private readonly totals = Float64Array.of(0, 0, Infinity, -Infinity);

  /**
   * @param key The metric.
   * @param isCounter A counter publishes a datapoint of 0 for an empty minute, a duration publishes none.
   */
  constructor(
    readonly key: AsyncMetricKey,
    readonly isCounter: boolean,
  ) {}

  get count(): number {
    return this.totals[0]!;
  }

  get sum(): number {
    return this.totals[1]!;
  }

  get minimum(): number {
    return this.totals[2]!;
  }

  get maximum(): number {
    return this.totals[3]!;
  }

  add(value: number): void {
    if (this.values !== undefined) this.values.record(value);
    const { totals } = this;
    totals[0]!++;
    totals[1]! += value;
    if (value < totals[2]!) totals[2] = value;
    if (value > totals[3]!) totals[3] = value;
  }

  /** Begins the next minute; `values` takes its samples. */
  restart(values: ValueDistribution | undefined): void {
    this.values = values;
    this.totals[0] = 0;
    this.totals[1] = 0;
    this.totals[2] = Infinity;
    this.totals[3] = -Infinity;
  }
}
