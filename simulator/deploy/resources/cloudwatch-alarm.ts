import {
  DeleteAlarmsCommand,
  PutCompositeAlarmCommand,
  type PutCompositeAlarmCommandInput,
  PutCompositeAlarmInput$,
  PutMetricAlarmCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch";

import { isRecord, type Properties, tagList, text, textMap } from "../property-values";
import { toRequest } from "../request-shape";
import { only, type ResourceContext, type ResourceType } from "../resource-type";
import { metricAlarmRequest } from "./metric-alarm-request";

/** aws.cloudwatch.MetricAlarm. */
export const metricAlarm = alarm(
  "aws:cloudwatch/metricAlarm:MetricAlarm",
  "name",
  async (inputs, { clients }) =>
    clients.cloudWatch.send(new PutMetricAlarmCommand(metricAlarmRequest(inputs))),
);

/** aws.cloudwatch.CompositeAlarm. */
export const compositeAlarm = alarm(
  "aws:cloudwatch/compositeAlarm:CompositeAlarm",
  "alarmName",
  async (inputs, { clients }) => {
    const suppressor = inputs["actionsSuppressor"];
    const request = toRequest<PutCompositeAlarmCommandInput>(PutCompositeAlarmInput$, inputs, {
      omit: ["actionsSuppressor"],
    });
    return clients.cloudWatch.send(
      new PutCompositeAlarmCommand({
        ...request,
        ...(isRecord(suppressor) && {
          ActionsSuppressor: text(suppressor, "alarm"),
          ActionsSuppressorExtensionPeriod: Number(suppressor["extensionPeriod"]),
          ActionsSuppressorWaitPeriod: Number(suppressor["waitPeriod"]),
        }),
      }),
    );
  },
);

function alarm(
  token: string,
  nameProperty: string,
  put: (inputs: Properties, context: ResourceContext) => Promise<unknown>,
): ResourceType {
  return {
    tokens: [token],
    name: { property: nameProperty, maxLength: 255 },
    replacedBy: only(nameProperty, "namePrefix", "region"),

    async create(inputs, context) {
      const { partition, region, accountId } = context;
      const name = text(inputs, nameProperty);
      await put(inputs, context);
      const arn = `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${name}`;
      return { id: name, outputs: { arn } };
    },

    async update({ inputs: before, outputs }, inputs, context) {
      await put(inputs, context);
      await replaceTags(text(outputs, "arn"), before, inputs, context);
    },

    async delete({ id }, { clients }) {
      await clients.cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: [id] }));
    },
  };
}

/** Putting an alarm sets its tags at creation only. */
async function replaceTags(
  ResourceARN: string,
  before: Properties,
  inputs: Properties,
  { clients: { cloudWatch } }: ResourceContext,
): Promise<void> {
  const kept = textMap(inputs, "tags");
  const TagKeys = Object.keys(textMap(before, "tags")).filter((key) => !(key in kept));
  if (TagKeys.length > 0) await cloudWatch.send(new UntagResourceCommand({ ResourceARN, TagKeys }));
  const Tags = tagList(inputs);
  if (Tags) await cloudWatch.send(new TagResourceCommand({ ResourceARN, Tags }));
}
