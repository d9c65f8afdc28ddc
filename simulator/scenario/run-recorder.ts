import { latencyStages, RequestRecorder } from "./request-recorder";

/** Counts and measures what happens to the requests of a run, and samples its fleet. */
export class RunRecorder extends RequestRecorder {
  /** In service, at each minute from the start. */
  readonly currentInstances: number[] = [];
  readonly desiredInstances: number[] = [];

  constructor() {
    super(latencyStages);
  }

  minuteSampled(): void {
    this.currentInstances.push(this.endpoint?.currentInstanceCount ?? 0);
    this.desiredInstances.push(this.endpoint?.desiredInstanceCount ?? 0);
  }
}
