/** Probability that a request waits in M/M/c (Erlang C), by the stable recursion over Erlang B. */
export function erlangC(servers: number, offeredLoad: number): number {
  let blocking = 1;
  for (let count = 1; count <= servers; count++) {
    blocking = (offeredLoad * blocking) / (count + offeredLoad * blocking);
  }
  const utilisation = offeredLoad / servers;
  return blocking / (1 - utilisation * (1 - blocking));
}

/** Mean wait in M/M/c with a mean service time of 1. */
export function waitOfMMc(servers: number, rate: number): number {
  return erlangC(servers, rate) / (servers - rate);
}

/** Mean wait in M/G/1 (Pollaczek-Khinchine), from the first two moments of the service time. */
export function waitOfMG1(rate: number, mean: number, secondMoment: number): number {
  return (rate * secondMoment) / (2 * (1 - rate * mean));
}

/**
 * Mean wait in M/D/c with a service time of 1 (Crommelin): what is in the system one service time later is what came in
 * between, and what was there beyond the c that have gone. The chain is iterated to its stationary distribution.
 */
export function waitOfMDc(servers: number, rate: number): number {
  const states = 40 * servers + 200;
  const arriving = poisson(rate, states);
  let now = Float64Array.from({ length: states }, (_, count) => (count === 0 ? 1 : 0));
  for (let change = 1; change > 1e-13;) {
    const next = new Float64Array(states);
    for (let count = 0; count < states; count++) {
      const left = Math.max(count - servers, 0);
      for (let more = 0; left + more < states && arriving[more]! > 0; more++) {
        next[left + more]! += now[count]! * arriving[more]!;
      }
    }
    change = next.reduce((total, value, count) => total + Math.abs(value - now[count]!), 0);
    now = next;
  }
  const queue = now.reduce((total, p, count) => total + p * Math.max(count - servers, 0), 0);
  return queue / rate;
}

/** Probabilities of 0, 1, 2 … events; those below 1e-18 are left out. */
function poisson(mean: number, length: number): Float64Array {
  const probabilities = new Float64Array(length);
  let probability = Math.exp(-mean);
  for (let count = 0; count < length; count++) {
    if (count > mean && probability < 1e-18) break;
    probabilities[count] = probability;
    probability *= mean / (count + 1);
  }
  return probabilities;
}

/**
 * Waits of given arrivals at c servers, first come, first served (the recursion of Kiefer and Wolfowitz, kept as the
 * instants at which the servers get free).
 */
export function waitsOf(
  arrivals: readonly number[],
  servers: number,
  serviceSeconds: number,
): number[] {
  // With one service time for all, servers get free in the order in which they started.
  const starts: number[] = [];
  return arrivals.map((arrival, index) => {
    const free = index < servers ? -Infinity : starts[index - servers]! + serviceSeconds;
    const start = Math.max(arrival, free);
    starts.push(start);
    return start - arrival;
  });
}
