import { type Candidate, findCandidates, takesEveryStep } from "./installed-clients";
import { type Session, useSession } from "./session";
import { describeHosting } from "./flows/hosting";
import { describeInvocations } from "./flows/invocations";
import { describeMessaging } from "./flows/messaging";
import { describeMetrics } from "./flows/metrics";
import { describeRole } from "./flows/role";
import { describeScaling, describeScalingHistory } from "./flows/scaling";
import { describeStorage } from "./flows/storage";
import { describeUpdateAndRemoval, removeRest } from "./flows/update-and-removal";
import { describeBucketUpkeep } from "./flows/upkeep/buckets";
import { describeEndpointUpkeep } from "./flows/upkeep/endpoint";
import { describeIdentityUpkeep } from "./flows/upkeep/identity";
import { describeKeyUpkeep } from "./flows/upkeep/keys";
import { describeMessagingUpkeep } from "./flows/upkeep/messaging";
import { describeMonitoringUpkeep } from "./flows/upkeep/monitoring";

/**
 * The life of an asynchronous endpoint, by clients that others have written, none of which may notice that this is not
 * AWS. CONTRIBUTING.md tells how to run it with more clients, and against AWS.
 */
describe("A client of AWS", () => {
  const opened: string[] = [];

  for (const candidate of findCandidates()) {
    describe(candidate.name, () => {
      const open = useSession(candidate, removeRest);
      before(() => opened.push(open().client.name));
      describeStorage(open);
      describeMessaging(open);
      describeRole(open);
      describeHosting(open);
      describeScaling(open);
      describeInvocations(open);
      describeScalingHistory(open);
      describeMetrics(open);
      describeUpkeep(candidate, open);
      describeUpdateAndRemoval(open);
    });
  }

  after(() => {
    const absent = absentKinds(opened);
    if (absent.length === 0) return;
    console.log(
      `    not here, so skipped: ${absent.join(", ")}. AWS_CLIENTS_INSTALL=1 installs them`,
    );
  });
});

/** What people do around an endpoint: by the aws CLI, which sends what boto3 sends, only when every step is asked for. */
function describeUpkeep({ isSlow }: Candidate, open: () => Session): void {
  if (isSlow && !takesEveryStep) {
    it("looks after what there is", function () {
      const { name } = open().client;
      console.log(`        ${name} is slow: skipped; AWS_CLIENTS_EVERY_STEP=1 takes these steps`);
      this.skip();
    });
    return;
  }
  describeBucketUpkeep(open);
  describeMessagingUpkeep(open);
  describeIdentityUpkeep(open);
  describeKeyUpkeep(open);
  describeMonitoringUpkeep(open);
  describeEndpointUpkeep(open);
}

/** What else there is to try. */
function absentKinds(opened: readonly string[]): string[] {
  const kinds: Readonly<Record<string, RegExp>> = {
    "a boto3 of today": /^boto3 (1\.(3[1-9]|[4-9]\d|\d{3})|[2-9])/,
    "a boto3 that speaks the query protocol, such as Debian's 1.26": /^boto3 1\.[12]?\d\./,
    "the aws CLI": /^aws CLI/,
  };
  return Object.keys(kinds).filter((kind) => !opened.some((name) => kinds[kind]?.test(name)));
}
