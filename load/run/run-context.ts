import { type LoadClients } from "../service/aws-clients";
import { type ServiceClock } from "../service/clock";
import { type ResultFollower } from "../following/result-follower";
import { type ClosedLoop } from "../sending/closed-loop";
import { type ArticleSource } from "../corpus/article-source";
import { type RequestLedger } from "../journal/ledger";
import { type EarlierRun } from "./earlier-run";
import { type LoadOptions } from "./load-options";
import { type BacklogGauge } from "../measurement/backlog-gauge";
import { type DeployedEndpoint } from "../measurement/deployed-endpoint";
import { type FleetMonitor } from "../measurement/fleet-monitor";
import { type SendingShards } from "../shards/sending-shards";
import { type Recorder } from "../journal/recorder";

/** The parts of a run that its steps share. */
export interface RunContext {
  readonly options: LoadOptions;
  readonly run: string;
  readonly source: ArticleSource;
  /** Planned send times in seconds from the start of the stream, in order, one a request. */
  readonly arrivals: Float64Array;
  readonly clock: ServiceClock;
  /** What an earlier process of this run left; undefined for a run that begins. */
  readonly earlier: EarlierRun | undefined;
  /** Whether the target is this project's local server. */
  readonly isLocalServer: boolean;
  readonly clients: LoadClients;
  readonly endpoint: DeployedEndpoint;
  readonly ledger: RequestLedger;
  readonly record: Recorder;
  /** The processes that send, where this one does not. */
  readonly shards: SendingShards | undefined;
  /** What keeps the run's requests from being outstanding beyond a number; undefined where they leave at planned times. */
  readonly loop: ClosedLoop | undefined;
  /** What hears of the ends of requests. */
  readonly followers: readonly ResultFollower[];
  readonly fleet: FleetMonitor;
  readonly backlog: BacklogGauge;
}
