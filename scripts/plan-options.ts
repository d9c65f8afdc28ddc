import { InvalidArgumentError } from "@commander-js/extra-typings";

import { type Objective, ObjectiveError, parseObjective } from "../planner/objective";
import { type GivenServiceTime } from "../planner/plan-request";
import { instanceTypeProblem } from "../sagemaker/instance-types";
import { limits } from "../sagemaker/limits";
import { serviceTime } from "./option-values";

/** Adds an objective to those before it. */
export function collectObjective(written: string, before: Objective[]): Objective[] {
  try {
    return [...before, parseObjective(written)];
  } catch (error) {
    if (error instanceof ObjectiveError) throw new InvalidArgumentError(`${error.message}.`);
    throw error;
  }
}

/** Adds a price, `ml.g5.xlarge=1.41`, to those before it. */
export function collectPrice(
  written: string,
  before: Record<string, number>,
): Record<string, number> {
  const [type = "", dollars = "", ...rest] = written.split("=");
  const price = dollars.trim() === "" ? NaN : Number(dollars);
  refuseType(type);
  if (rest.length > 0 || !(price > 0 && Number.isFinite(price))) {
    throw new InvalidArgumentError("It must be a type and US dollars an hour: ml.g5.xlarge=1.41.");
  }
  return { ...before, [type]: price };
}

/** Adds a service time, `ml.g5.xlarge@4=2:4` or `ml.g5.xlarge=2`, to those before it. */
export function collectServiceTime(
  written: string,
  before: GivenServiceTime[],
): GivenServiceTime[] {
  const [place = "", seconds = "", ...rest] = written.split("=");
  const [instanceType = "", at, ...others] = place.split("@");
  refuseType(instanceType);
  const concurrency = at === undefined ? null : Number(at);
  const { min, max } = limits.concurrentInvocationsPerInstance;
  const isConcurrency =
    concurrency === null ||
    (Number.isInteger(concurrency) && concurrency >= min && concurrency <= max);
  if (rest.length > 0 || others.length > 0 || !isConcurrency) {
    throw new InvalidArgumentError(
      `It must be a type, a concurrency from ${min} to ${max} or none, and a time: ml.g5.xlarge@4=2 or ml.g5.xlarge=2:4.`,
    );
  }
  return [...before, { instanceType, concurrency, serviceTimeSeconds: serviceTime(seconds) }];
}

/** Reads a time of the day as minutes after midnight. */
export function timeOfDay(written: string): number {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(written);
  if (match === null) throw new InvalidArgumentError("It must be a time such as 08:30.");
  return Number(match[1]) * 60 + Number(match[2]);
}

function refuseType(instanceType: string): void {
  const problem = instanceTypeProblem(instanceType);
  if (problem !== undefined) throw new InvalidArgumentError(`The instance type ${problem}.`);
}
