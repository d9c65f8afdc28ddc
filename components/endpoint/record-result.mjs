// Files each result and each failure of an asynchronous endpoint in a DynamoDB table. Runs in AWS Lambda as it stands
// here, on the AWS SDK that the Node runtime brings along; `results-table.ts` deploys it.
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";

const client = new DynamoDBClient({});

/**
 * @param {{ Records?: object[] }} event From SNS, or, for an endpoint without topics, from S3.
 */
export async function handler(event) {
  const results = (event.Records ?? []).flatMap(resultOf);
  await Promise.all(results.map(file));
}

/** @returns {Record<string, string | number | undefined>[]} One result, or none for what is no result. */
function resultOf(record) {
  if (record.Sns !== undefined) return announcedResult(record.Sns.Message);
  if (record.s3 !== undefined) return [storedResult(record)];
  throw new Error(`Neither an announcement of SNS nor an event of S3: ${JSON.stringify(record)}`);
}

function announcedResult(message) {
  const notification = parsed(message);
  // SageMaker tries its topics with a TestNotification at every change of the fleet; a shared topic may carry anything.
  if (notification?.eventName !== "InferenceResult") return [];
  const {
    inferenceId,
    receivedTime,
    eventTime,
    invocationStatus,
    failureReason,
    requestParameters: { endpointName, inputLocation } = {},
    responseParameters: { outputLocation, failureLocation } = {},
  } = notification;
  return [
    {
      // Callers may use an id twice; the same id at the same time is the same request told twice.
      resultId: `${inferenceId}#${receivedTime}`,
      endpointName,
      status: invocationStatus,
      completedAt: eventTime,
      inferenceId,
      receivedAt: receivedTime,
      totalSeconds: (Date.parse(eventTime) - Date.parse(receivedTime)) / 1000,
      failureReason,
      inputLocation,
      outputLocation,
      // Seen in both places.
      failureLocation: failureLocation ?? notification.failureLocation,
    },
  ];
}

function parsed(message) {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

/** The bucket tells where and when, not for which request. */
function storedResult({ eventTime, s3: { bucket, object } }) {
  const key = decodeURIComponent(object.key.replaceAll("+", " "));
  const location = `s3://${bucket.name}/${key}`;
  const failed = key.startsWith(`${process.env.FAILURE_PREFIX}/`);
  return {
    resultId: location,
    endpointName: process.env.ENDPOINT_NAME,
    status: failed ? "Failed" : "Completed",
    completedAt: eventTime,
    ...(failed ? { failureLocation: location } : { outputLocation: location }),
    bytes: object.size,
  };
}

/** Delivery is at least once, and so is processing: the first word about a request stands, unless it was of failure. */
async function file(result) {
  const completedSeconds = Math.floor(Date.parse(result.completedAt) / 1000);
  const item = {
    ...result,
    day: result.completedAt.slice(0, "2026-01-31".length),
    expiresAt: completedSeconds + Number(process.env.RETENTION_DAYS) * 24 * 3600,
  };
  try {
    await client.send(
      new PutItemCommand({
        TableName: process.env.TABLE_NAME,
        Item: attributes(item),
        ConditionExpression:
          "attribute_not_exists(resultId) OR (#status = :failed AND :status = :completed)",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: {
          ":failed": { S: "Failed" },
          ":completed": { S: "Completed" },
          ":status": { S: item.status },
        },
      }),
    );
  } catch (error) {
    if (error.name !== "ConditionalCheckFailedException") throw error;
  }
}

function attributes(item) {
  return Object.fromEntries(
    Object.entries(item)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [
        name,
        typeof value === "number" ? { N: String(value) } : { S: value },
      ]),
  );
}
