import { instancePricePerHour } from "../../sagemaker/instance-types";
import { asyncMetrics as metrics } from "../../sagemaker/metrics";
import { charts, type DashboardContents, title } from "./contents";
import { type Row } from "./grid";
import { instanceCount } from "./service-rows";
import { lastErrors } from "./widgets";

const minutesPerHour = 60;
const logHeight = 6;

/** Reckoned from instances and their price: AWS bills a day later, and by account. */
export function costRows(contents: DashboardContents): Row[] {
  const { instanceType, region } = contents;
  const price = instanceType === undefined ? undefined : instancePricePerHour(instanceType, region);
  if (price === undefined) return [];
  const instances = { ...instanceCount, id: "instances", hidden: true } as const;
  const finished = { metric: metrics.invocationsProcessed, id: "finished", hidden: true } as const;
  const spent = `RUNNING_SUM(FILL(instances, 0) * ${price} / ${minutesPerHour})`;
  return [
    title(
      `## What does it cost?\nInstances in service, ${instanceType} at ${price} USD an hour in ${region}. Storage, notifications, logs and keys are not in it.`,
    ),
    charts(
      contents,
      {
        title: "At present",
        axis: "USD an hour",
        lines: [instances, { expression: `FILL(instances, 0) * ${price}`, label: "instances" }],
      },
      {
        title: "Since the left edge",
        axis: "USD",
        lines: [instances, { expression: spent, label: "instances" }],
      },
      {
        title: "For a thousand requests, since the left edge",
        axis: "USD",
        lines: [
          instances,
          finished,
          {
            expression: `1000 * ${spent} / RUNNING_SUM(FILL(finished, 0))`,
            label: "a thousand finished",
          },
        ],
      },
    ),
  ];
}

export function failureRows(contents: DashboardContents): Row[] {
  const queues = Object.entries(contents.deadLetterQueueNames ?? {});
  return [
    title(
      "## What failed?\nEach way in which a request can end without a result that is heard of, and what the containers said.",
    ),
    charts(
      contents,
      {
        title: "Expired",
        axis: "requests a minute",
        lines: [{ metric: metrics.expiredRequests, label: "expired" }],
      },
      {
        title: "Refused by the model",
        axis: "requests a minute",
        lines: [
          { metric: metrics.invocation4XXErrors, label: "4xx" },
          { metric: metrics.invocation5XXErrors, label: "5xx" },
        ],
      },
      {
        title: "Lost around the model",
        axis: "requests a minute",
        lines: [
          { metric: metrics.requestDownloadFailures, label: "input not read" },
          { metric: metrics.responseUploadFailures, label: "result not written" },
          { metric: metrics.notificationFailures, label: "notification not sent" },
        ],
      },
      ...(queues.length === 0
        ? []
        : [
            {
              title: "Dead letters",
              axis: "messages",
              lines: queues.map(([label, queueName]) => ({ queueName, label })),
            },
          ]),
    ),
    { height: logHeight, widgets: [lastErrors(contents, "Last errors in the containers' log")] },
  ];
}
