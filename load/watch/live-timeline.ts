import { asyncMetrics } from "../../sagemaker/metrics";
import { fleetSeries, type ResultTimeline } from "../../simulator/scenario/result";
import { metricPeriodSeconds } from "../measurement/metric-series";
import { type LoadProgress } from "../run/progress";

/** Series that a run under way has besides those of a result: what the client itself counts in each period. */
export const liveSeries = { sent: "RequestsSent", ended: "EndsHeardOf" } as const;

/** What a period holds. */
interface LivePeriod {
  backlog: number | null;
  current: number | null;
  desired: number | null;
  sent: number | null;
  ended: number | null;
}

/** The timeline of a run as it grows: what its progress told, period by period from the start of the stream. */
export class LiveTimeline {
  private readonly periods: LivePeriod[] = [];
  /** What had been counted when the last period began. */
  private readonly before = { sent: 0, ended: 0 };
  private readonly latest = { sent: 0, ended: 0 };

  /** Takes in how far the run is; before the stream there is nothing to draw. */
  observe(progress: LoadProgress): void {
    const { streamSeconds, sent, succeeded, failed } = progress;
    if (streamSeconds === null || streamSeconds < 0) {
      return;
    }
    const period = this.periodAt(Math.floor(streamSeconds / metricPeriodSeconds));
    period.backlog = progress.backlog;
    period.current = progress.currentInstances;
    period.desired = progress.desiredInstances;
    this.latest.sent = sent;
    this.latest.ended = succeeded + failed;
    period.sent = this.latest.sent - this.before.sent;
    period.ended = this.latest.ended - this.before.ended;
  }

  /** The timeline so far, in the shape of a result's. */
  get timeline(): ResultTimeline {
    const column = (name: keyof LivePeriod): (number | null)[] =>
      this.periods.map((period) => period[name]);
    return {
      periodSeconds: metricPeriodSeconds,
      seconds: this.periods.map((_, index) => index * metricPeriodSeconds),
      [asyncMetrics.approximateBacklogSize.name]: column("backlog"),
      [fleetSeries.currentInstances]: column("current"),
      [fleetSeries.desiredInstances]: column("desired"),
      [liveSeries.sent]: column("sent"),
      [liveSeries.ended]: column("ended"),
    };
  }

  /** Of periods that went by unseen, gauges are as they were last, and nothing was counted. */
  private periodAt(index: number): LivePeriod {
    const last = this.periods.at(-1);
    if (index >= this.periods.length) {
      Object.assign(this.before, this.latest);
    }
    while (this.periods.length <= index) {
      const { backlog, current, desired } = last ?? { backlog: null, current: null, desired: null };
      this.periods.push({ backlog, current, desired, sent: null, ended: null });
    }
    // A clock that is read anew may be a moment behind: its word is about the period that is begun.
    return this.periods.at(-1)!;
  }
}
