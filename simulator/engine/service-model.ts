import { blockSampler, quantile } from "./distribution-sampler";
import { type RandomBlocks } from "./random-streams";
import { type ModelOptions, type ServiceTimePoint } from "./types";

/**
 * Draws the service time of a request that starts, in seconds.
 *
 * @param running Requests then running on the instance, this one included.
 * @param payloadBytes Size of its input.
 */
export type ServiceModel = (running: number, payloadBytes: number) => number;

/** The service model of an endpoint config; takes one number of the stream for each request. */
export function serviceModel(model: ModelOptions, stream: RandomBlocks): ServiceModel {
  if (model.profile !== undefined && model.profile.length > 0) {
    return profileModel(model.profile, stream);
  }
  return blockSampler(model.serviceTimeSeconds, stream);
}

function profileModel(points: readonly ServiceTimePoint[], stream: RandomBlocks): ServiceModel {
  const measured = points
    .map(({ concurrency, serviceTimeSeconds, secondsPerMegabyte }) => ({
      concurrency,
      secondsPerMegabyte,
      valueAt: quantile(serviceTimeSeconds),
    }))
    .sort((a, b) => a.concurrency - b.concurrency);
  return (running, payloadBytes) => {
    const u = stream.take();
    const megabytes = payloadBytes / 1e6;
    const above = measured.findIndex((point) => point.concurrency >= running);
    const upper = measured.at(above) ?? measured[0];
    const lower = above > 0 ? (measured[above - 1] ?? upper) : upper;
    if (upper === undefined || lower === undefined) return NaN;
    const high = upper.valueAt(u) + upper.secondsPerMegabyte * megabytes;
    if (lower === upper) return high;
    const low = lower.valueAt(u) + lower.secondsPerMegabyte * megabytes;
    const share = (running - lower.concurrency) / (upper.concurrency - lower.concurrency);
    return low + (high - low) * share;
  };
}
