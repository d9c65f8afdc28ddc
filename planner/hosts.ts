import { pricesAsOf } from "../sagemaker/hosting-prices";
import { instancePricePerHour } from "../sagemaker/instance-types";
import { type Scenario } from "../simulator/scenario/schema";
import { PlanError } from "./plan-error";

type Profile = NonNullable<Scenario["model"]["profile"]>;
export type ProfilePoint = Profile["points"][number];

/** An instance type with one set of container settings: what service times and prices are known of. */
export interface Host {
  readonly instanceType: string;
  /** Container settings that were measured. */
  readonly environment: Readonly<Record<string, string>>;
  /** US dollars an hour. */
  readonly pricePerHour: number;
  readonly model: Scenario["model"];
  /** What of the platform is the host's own: its start-up time, where it was measured. */
  readonly platform: Partial<Scenario["platform"]>;
  /** Concurrencies that its service times are known for, ascending. */
  readonly concurrencies: readonly number[];
}

/** Prices that the user gives, US dollars an hour by instance type. */
export type OwnPrices = Readonly<Record<string, number>>;

/**
 * The hosts of a scenario: one for each instance type and set of container settings of its profile, and without a profile
 * the one that it names, at its concurrency, as nothing is known of any other.
 *
 * @throws PlanError naming every type whose price is not known.
 */
export function scenarioHosts(scenario: Scenario, ownPrices: OwnPrices = {}): Host[] {
  const { model, endpoint, platform, region } = scenario;
  const groups = profileGroups(model.profile);
  const priced = (instanceType: string): number =>
    ownPrices[instanceType] ?? instancePricePerHour(instanceType, region) ?? NaN;
  const hosts =
    groups.length === 0
      ? [
          {
            instanceType: endpoint.instanceType,
            environment: {},
            pricePerHour: priced(endpoint.instanceType),
            model,
            platform: {},
            concurrencies: [
              endpoint.maxConcurrentInvocationsPerInstance ?? platform.chosenConcurrency,
            ],
          },
        ]
      : groups.map((points) => profileHost(scenario, points, priced));
  const unpriced = hosts.filter(({ pricePerHour }) => Number.isNaN(pricePerHour));
  if (unpriced.length > 0) {
    const types = [...new Set(unpriced.map(({ instanceType }) => instanceType))];
    throw new PlanError(
      `The price of ${types.join(", ")} in ${region} is not known (prices of ${pricesAsOf}), so nothing can be said of its cost: ` +
        `give it with \`--price ${types[0] ?? ""}=<US dollars an hour>\`, or read AWS's list with \`npm run prices:refresh -- --region ${region}\``,
    );
  }
  return hosts;
}

/** Points of one type and one set of container settings each, in the order in which they first appear. */
function profileGroups(profile: Profile | null): ProfilePoint[][] {
  const groups = new Map<string, ProfilePoint[]>();
  for (const point of profile?.points ?? []) {
    const key = JSON.stringify([point.instanceType, Object.entries(point.environment).sort()]);
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  return [...groups.values()];
}

function profileHost(
  { model }: Scenario,
  points: readonly ProfilePoint[],
  priced: (instanceType: string) => number,
): Host {
  const first = points[0];
  if (first === undefined || model.profile === null) throw new Error("A host has no point");
  const { instanceType, environment } = first;
  const sorted = points.toSorted((a, b) => a.concurrency - b.concurrency);
  const twice = sorted.find(
    ({ concurrency }, index) => concurrency === sorted[index + 1]?.concurrency,
  );
  if (twice !== undefined) {
    throw new PlanError(
      `\`model.profile.points\` has several points of ${instanceType} at concurrency ${twice.concurrency} with the same \`environment\`: keep one of them`,
    );
  }
  const provisionSeconds = sorted.find((point) => point.provisionSeconds)?.provisionSeconds;
  const most = sorted.at(-1)?.concurrency ?? 1;
  return {
    ...{ instanceType, environment, pricePerHour: priced(instanceType) },
    model: { ...model, serviceTimeSeconds: null, profile: { ...model.profile, points: sorted } },
    platform: provisionSeconds === undefined ? {} : { provisionSeconds },
    concurrencies: concurrencyLadder(most),
  };
}

/** 1 to 8 one by one, then in steps of about an eighth, up to the most that was measured: beyond it nothing is known. */
function concurrencyLadder(most: number): number[] {
  const ladder: number[] = [];
  for (let next = 1; next <= most; next += Math.max(1, Math.round(next / 8))) ladder.push(next);
  return ladder.at(-1) === most ? ladder : [...ladder, most];
}

/** A host in words. */
export function hostName({ instanceType, environment }: Host): string {
  const settings = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return settings.length === 0 ? instanceType : `${instanceType} with ${settings.join(", ")}`;
}
