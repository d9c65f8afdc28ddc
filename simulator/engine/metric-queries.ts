import { ExpressionError } from "./expression-syntax";
import { evaluateExpression } from "./metric-math";
import { invalid, isList } from "./metric-math-operands";
import { type MetricStore, parseStatistic } from "./metric-store";
import { parseSearch } from "./metric-search";
import { periodStarts, type TimeRange, type TimeSeries } from "./time-series";
import { type AnyStatistic, type MetricId, type MetricQuery, type MetricSelector } from "./types";

/** What queries read, and how far. */
export interface QueryScope {
  readonly metrics: MetricStore;
  /** What can be read at that instant is read. */
  readonly asOfSeconds: number;
  /** The instants that are asked about, on the boundaries of a period. */
  readonly rangeOf: (periodSeconds: number) => TimeRange;
  /** False for alarms, which watch one series. */
  readonly allowsSearch: boolean;
}

/** Metrics without data for this long are not searched for, seconds: two weeks. */
const searchedSeconds = 14 * 86_400;

/** Evaluates the queries of one request or alarm, each once, in whatever order they refer to each other. */
export class QueryEvaluation {
  private readonly done = new Map<string, TimeSeries | readonly TimeSeries[]>();
  private readonly underWay = new Set<string>();

  constructor(
    private readonly queries: readonly MetricQuery[],
    private readonly scope: QueryScope,
  ) {}

  /**
   * What a query gives: one series, or several for a search and what is made of it.
   *
   * @throws ExpressionError for an expression that is malformed, circular, or not modelled
   */
  seriesOf(query: MetricQuery): readonly TimeSeries[] {
    const result = this.resultOf(query);
    return isList(result) ? result : [result];
  }

  private resultOf(query: MetricQuery): TimeSeries | readonly TimeSeries[] {
    const known = this.done.get(query.id);
    if (known !== undefined) return known;
    if (this.underWay.has(query.id)) throw invalid(`The query "${query.id}" refers to itself.`);
    this.underWay.add(query.id);
    const made = this.evaluate(query);
    this.underWay.delete(query.id);
    this.done.set(query.id, made);
    return made;
  }

  private evaluate({ source }: MetricQuery): TimeSeries | readonly TimeSeries[] {
    if (source.kind === "metric") {
      return this.read(source.metric, source.statistic, source.periodSeconds);
    }
    const { allowsSearch } = this.scope;
    return evaluateExpression(source.expression, {
      range: this.scope.rangeOf(source.periodSeconds ?? this.shortestPeriod()),
      series: (id) => {
        const other = this.queries.find((each) => each.id === id);
        return other && this.resultOf(other);
      },
      all: (part) =>
        this.queries
          .filter((each) => each.source.kind === "metric" && each.id.includes(part))
          .flatMap((each) => this.seriesOf(each)),
      ...(allowsSearch && {
        search: (terms: string, statistic: string, periodSeconds: number) =>
          this.search(terms, statistic, periodSeconds),
      }),
    });
  }

  private search(terms: string, name: string, periodSeconds: number): TimeSeries[] {
    const statistic = parseStatistic(name);
    if (statistic === undefined) {
      throw new ExpressionError("unsupported", `The statistic ${name} is not implemented`);
    }
    const matches = parseSearch(terms);
    const since = this.scope.asOfSeconds - searchedSeconds;
    return this.scope.metrics
      .list()
      .filter(({ id, lastTimestamp }) => lastTimestamp >= since && matches(id))
      .map(({ id }) => ({ ...this.read(id, statistic, periodSeconds), label: labelOf(id) }));
  }

  private read(metric: MetricSelector, statistic: AnyStatistic, periodSeconds: number): TimeSeries {
    const range = this.scope.rangeOf(periodSeconds);
    const found = this.scope.metrics.values(metric, statistic, range, this.scope.asOfSeconds);
    const values = new Map<number, number>();
    periodStarts(range).forEach((at, index) => {
      const value = found[index] ?? null;
      if (value !== null) values.set(at, value);
    });
    return { range, values };
  }

  private shortestPeriod(): number {
    const periods = this.queries.flatMap(({ source }) => source.periodSeconds ?? []);
    return periods.length === 0 ? 60 : Math.min(...periods);
  }
}

/** What CloudWatch calls a metric that a search found: its dimensions' values, and its name. */
function labelOf({ name, dimensions }: MetricId): string {
  return [...Object.values(dimensions), name].join(" ");
}
