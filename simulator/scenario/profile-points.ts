import { ScenarioError } from "./scenario-error";
import { type Scenario } from "./schema";

type Profile = NonNullable<Scenario["model"]["profile"]>;
type Point = Profile["points"][number];
type Environment = Readonly<Record<string, string>>;

/**
 * The points of a profile that a run is on: those of its instance type, with one set of container settings. What was measured
 * with other settings says nothing of these.
 *
 * @param environment The container settings, or some of them; undefined when there must be but one set.
 * @throws ScenarioError when there is no such set, or more than one, or two points of one concurrency.
 */
export function pointsOfRun(
  { points }: Profile,
  instanceType: string,
  environment: Environment | undefined,
): Point[] {
  const ofType = points.filter((point) => point.instanceType === instanceType);
  if (ofType.length === 0) {
    const measured = [...new Set(points.map((point) => point.instanceType))];
    throw new ScenarioError([
      `\`endpoint.instanceType\` is ${JSON.stringify(instanceType)}, which \`model.profile\` has no point of; ` +
        `it has ${measured.join(", ")}: choose one of them or measure it.`,
    ]);
  }
  const chosen = environment === undefined ? ofType : matching(ofType, environment);
  if (chosen.length === 0) {
    throw new ScenarioError([
      `\`environment\` is ${settingsText(environment ?? {})}, which \`model.profile\` has no point of on ${instanceType}; ` +
        `it has ${sets(ofType).join("; ")}: choose one of them or measure it.`,
    ]);
  }
  const choices = sets(chosen);
  if (choices.length > 1) {
    throw new ScenarioError([
      `\`model.profile\` has points of ${instanceType} with several container settings: ${choices.join("; ")}. ` +
        "A run is on one of them: choose it (`simulate --environment NAME=value`, or `none`), or keep its points alone.",
    ]);
  }
  const concurrencies = chosen.map(({ concurrency }) => concurrency);
  if (new Set(concurrencies).size < concurrencies.length) {
    throw new ScenarioError([
      `\`model.profile.points\` has several points of ${instanceType} at one concurrency; keep one of them.`,
    ]);
  }
  return chosen;
}

/** Those of just these settings, else those that have these among others. */
function matching(points: readonly Point[], environment: Environment): Point[] {
  const exact = points.filter(
    (point) => settingsText(point.environment) === settingsText(environment),
  );
  const wanted = Object.entries(environment);
  return exact.length > 0 || wanted.length === 0
    ? exact
    : points.filter((point) => wanted.every(([name, value]) => point.environment[name] === value));
}

/** The sets of container settings, each once. */
function sets(points: readonly Point[]): string[] {
  return [...new Set(points.map((point) => settingsText(point.environment)))];
}

function settingsText(environment: Environment): string {
  const settings = Object.entries(environment).sort(([a], [b]) => (a < b ? -1 : 1));
  return settings.map(([name, value]) => `${name}=${value}`).join(" ") || "none";
}
