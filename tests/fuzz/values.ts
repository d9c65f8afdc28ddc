import { type NormalizedSchema } from "@smithy/core/schema";
import { type Chance } from "./chance";
import { names } from "./seeded-state";

/** Deepest structure that is drawn; the models of some operations refer to themselves. */
const DEEPEST = 5;

/** Texts that parsers, file systems, patterns and objects have stumbled over. */
export const nastyTexts: readonly string[] = [
  "",
  " ",
  "a",
  "0",
  "-1",
  "null",
  "true",
  "../../../../../../../../tmp/fuzz-escaped",
  "/../fuzz-escaped",
  "..\\..\\fuzz-escaped",
  "%2e%2e%2f%2e%2e%2ffuzz-escaped",
  "a/./b/../../../fuzz-escaped",
  "\u0000",
  "a\u0000b",
  "é\u{1F600}日本",
  "\ud800",
  "a\r\nx-injected: yes",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "*",
  "(((((((((((((((((((((a+)+)+$",
  "<a>&amp;]]></a>",
  "x".repeat(300),
  "x".repeat(5000),
  "arn:aws:sqs:us-east-1:123456789012:",
  "arn:aws:::::",
  "s3://",
  "s3://b",
  "https://example.com/a",
  "cron(0 0 * * ? *)",
  "rate(0 minutes)",
  "at(2026-01-01T00:00:00)",
  "bytes=5-1",
  "bytes=0-18446744073709551616",
  "2026-11-25T00:00:00Z",
  "offset:1",
  "b2Zmc2V0OjE",
];

/** JSON documents, as policies, dashboards and filters want them, and as they do not. */
export const documents: readonly string[] = [
  "{}",
  "[]",
  "null",
  "1",
  '"text"',
  "{",
  '{"__proto__":{"a":1}}',
  '{"Version":"2012-10-17","Statement":[]}',
  '{"Version":"2012-10-17","Statement":null}',
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}',
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":1},"Action":null,"Resource":{},"Condition":{"a":1}}]}',
  '{"status":["ok"]}',
  '{"a":[{"numeric":["=",1]}],"$or":[{"b":["x"]},{"c":[{"prefix":"y"}]}]}',
  '{"a":[{"numeric":[]}]}',
  '{"a":[{"anything-but":{"prefix":null}}]}',
  '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:fuzz-queue","maxReceiveCount":1}',
  '{"deadLetterTargetArn":{},"maxReceiveCount":"x"}',
  '{"redrivePermission":"byQueue","sourceQueueArns":1}',
  '{"default":"a","sqs":1}',
  '{"widgets":[{"type":"metric","properties":{"metrics":[["AWS/SageMaker","x"]]}}]}',
  '{"widgets":{}}',
  `${"[".repeat(2000)}${"]".repeat(2000)}`,
];

/** Words that the models of AWS use where only some are allowed. */
const words: readonly string[] = [
  "Enabled",
  "Suspended",
  "Average",
  "Sum",
  "p99",
  "GreaterThanThreshold",
  "missing",
  "StepScaling",
  "TargetTrackingScaling",
  "ChangeInCapacity",
  "sagemaker",
  "sagemaker:variant:DesiredInstanceCount",
  "AWS/SageMaker",
  "sqs",
  "http",
  "All",
  "FilterPolicy",
  "FilterPolicyScope",
  "RedrivePolicy",
  "RawMessageDelivery",
  "Policy",
  "VisibilityTimeout",
  "ReceiveMessageWaitTimeSeconds",
  "ENABLED",
  "REPLACE",
  "aws:kms",
  "CRC32",
  "SHA256",
  "url",
  "/",
  "ml.m5.xlarge",
  "String",
  "Number",
  "Binary",
  "ALARM",
  "OK",
  "application/json",
];

const numbers: readonly number[] = [
  0,
  1,
  2,
  5,
  60,
  300,
  -1,
  0.5,
  11,
  1000,
  1001,
  86_400,
  2 ** 31,
  -(2 ** 31),
  2 ** 53,
  1e308,
  NaN,
];

/**
 * An input of an operation's shape: members present or not, values that fit and values that do not.
 *
 * @param schema the shape
 */
export function drawInput(schema: NormalizedSchema, chance: Chance): Record<string, unknown> {
  return schema.isStructSchema() ? drawStructure(schema, chance, 0) : {};
}

function drawStructure(
  schema: NormalizedSchema,
  chance: Chance,
  depth: number,
): Record<string, unknown> {
  const structure: Record<string, unknown> = {};
  // The members that a model requires stand first.
  const source = schema.getSchema() as unknown as readonly unknown[];
  const required = typeof source[6] === "number" ? source[6] : 0;
  let index = 0;
  for (const [member, memberSchema] of schema.structIterator()) {
    const present = index++ < required ? chance.is(0.97) : chance.is(depth === 0 ? 0.35 : 0.5);
    if (present && depth < DEEPEST) {
      structure[member] = drawValue(member, memberSchema, chance, depth + 1);
    }
  }
  return structure;
}

function drawValue(
  member: string,
  schema: NormalizedSchema,
  chance: Chance,
  depth: number,
): unknown {
  if (schema.isStructSchema()) {
    return drawStructure(schema, chance, depth);
  }
  if (schema.isListSchema()) {
    const length = chance.pick([0, 1, 1, 2, 3]);
    const item = schema.getValueSchema();
    return Array.from({ length }, () => drawValue(member, item, chance, depth + 1));
  }
  if (schema.isMapSchema()) {
    const value = schema.getValueSchema();
    const keys = Array.from({ length: chance.below(3) }, () =>
      chance.pick(chance.is(0.7) ? words : nastyTexts),
    );
    return Object.fromEntries(keys.map((key) => [key, drawValue(key, value, chance, depth + 1)]));
  }
  if (schema.isNumericSchema()) {
    return /wait/i.test(member) ? chance.pick([0, 0, 1, -1, 21]) : chance.pick(numbers);
  }
  if (schema.isBooleanSchema()) {
    return chance.is(0.5);
  }
  if (schema.isTimestampSchema()) {
    return new Date(chance.pick([0, Date.UTC(2026, 10, 25), 1e12, -1e12, 8.64e15]));
  }
  if (schema.isBlobSchema()) {
    return chance.bytes(chance.pick([0, 1, 10, 1000]));
  }
  return drawText(member, chance);
}

function drawText(member: string, chance: Chance): string {
  if (chance.is(0.75)) {
    const fitting = names.filter(([pattern]) => pattern.test(member));
    if (fitting.length > 0) {
      return chance.pick(chance.pick(fitting)[1]);
    }
  }
  if (/polic|document|body|message/i.test(member) && chance.is(0.7)) {
    return chance.pick(documents);
  }
  return chance.pick(chance.is(0.6) ? words : nastyTexts);
}
