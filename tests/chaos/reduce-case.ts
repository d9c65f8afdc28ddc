import {
  defaultPlatformOptions,
  type PlatformOptions,
} from "../../simulator/engine/platform-options";
import { type Action, type ChaosCase, type EndpointCase } from "./chaos-case";

const noPolicies = { tracking: null, fromZeroCooldownSeconds: null, idlePeriods: null };

/**
 * Makes a failing case smaller for as long as it fails: fewer actions (the others keep their times), fewer requests, less
 * scaling, platform options as by default.
 *
 * @param fails Whether a case still fails.
 */
export function reduceCase(
  chaos: ChaosCase,
  fails: (candidate: ChaosCase) => boolean,
): { readonly smallest: ChaosCase; readonly steps: number } {
  let smallest = chaos;
  let steps = 0;
  for (let length = chaos.actions.length; length >= 1; length = Math.floor(length / 2)) {
    for (let first = 0; first < smallest.actions.length;) {
      const candidate = { ...smallest, actions: without(smallest.actions, first, length) };
      if (fails(candidate)) {
        smallest = candidate;
        steps++;
      } else first += length;
    }
  }
  let isSmaller = true;
  while (isSmaller) {
    isSmaller = false;
    for (const candidate of simpler(smallest)) {
      if (!fails(candidate)) continue;
      smallest = candidate;
      steps++;
      isSmaller = true;
      break;
    }
  }
  return { smallest, steps };
}

/** Leaves actions out; the one after them waits for longer, so that it comes at its time. */
function without(actions: readonly Action[], first: number, count: number): Action[] {
  const waited = actions.slice(first, first + count).reduce((sum, { after }) => sum + after, 0);
  const rest = actions
    .slice(first + count)
    .map((action, index) => (index === 0 ? { ...action, after: action.after + waited } : action));
  return [...actions.slice(0, first), ...rest];
}

function* simpler(chaos: ChaosCase): Generator<ChaosCase> {
  const { actions, endpoints, platform } = chaos;
  for (const index of actions.keys()) {
    yield { ...chaos, actions: without(actions, index, 1) };
  }
  if (endpoints.length > 1) yield { ...chaos, endpoints: endpoints.slice(0, -1) };
  for (const [index, endpoint] of endpoints.entries()) {
    for (const change of [{ range: null }, { policies: noPolicies }, { initialInstanceCount: 0 }]) {
      if (isIn(endpoint, change)) continue;
      const changed: EndpointCase = { ...endpoint, ...change };
      yield { ...chaos, endpoints: endpoints.with(index, changed) };
    }
  }
  for (const [index, action] of actions.entries()) {
    if (action.kind !== "submit" || action.count === 1) continue;
    const fewer: Action = { ...action, count: Math.floor(action.count / 2) };
    yield { ...chaos, actions: actions.with(index, fewer) };
  }
  for (const key of Object.keys(platform) as (keyof PlatformOptions)[]) {
    const rest = Object.entries(platform).filter(([other]) => other !== key);
    if (JSON.stringify(platform[key]) === JSON.stringify(defaultPlatformOptions[key])) continue;
    yield { ...chaos, platform: Object.fromEntries(rest) };
  }
}

function isIn(endpoint: EndpointCase, change: Partial<EndpointCase>): boolean {
  return Object.entries(change).every(
    ([key, value]) => JSON.stringify(endpoint[key as keyof EndpointCase]) === JSON.stringify(value),
  );
}
