import { type Figure, type FigureSeries } from "../report/figure";
import { backlog, currentInstances, desiredInstances } from "../report/run-figures";
import { liveSeries } from "./live-timeline";

const requests = { title: "requests", scale: "linear", unit: "count" } as const;
const perMinute = { title: "requests per minute", scale: "linear", unit: "count" } as const;
const instances = { title: "instances", scale: "linear", unit: "count" } as const;

const sent: FigureSeries = {
  label: "Sent",
  color: "totalTime",
  shape: "line",
  axis: "left",
  source: { metric: liveSeries.sent },
};

const ended: FigureSeries = {
  label: "Ends heard of",
  color: "invocationsProcessed",
  shape: "bars",
  axis: "left",
  source: { metric: liveSeries.ended },
};

const common = { windowSeconds: null, markers: [] } as const;

/** The pictures of a run under way: the report's, of what can be seen before its end. */
export const liveFigures: readonly Figure[] = [
  {
    ...common,
    id: "live-backlog",
    title: "Backlog",
    caption: "Requests in the queue, as CloudWatch shows them: some minutes late.",
    left: requests,
    right: null,
    series: [backlog],
  },
  {
    ...common,
    id: "live-fleet",
    title: "Instances against answers",
    caption: "The fleet as SageMaker describes it, and the ends of requests that were heard of.",
    left: instances,
    right: perMinute,
    series: [{ ...ended, axis: "right" }, currentInstances, desiredInstances],
  },
  {
    ...common,
    id: "live-requests",
    title: "Requests sent and answered",
    caption: "In each minute of the service, by the client's own count.",
    left: perMinute,
    right: null,
    series: [ended, sent],
  },
];
