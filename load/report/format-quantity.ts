/** What stands in place of a figure that was not measured. */
export const unknownFigure = "unknown";

const counts = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

/** A count with thousands separators, at most one decimal: `10,000`. */
export function formatCount(value: number | null): string {
  return value === null ? unknownFigure : counts.format(value);
}

/** A count and its noun: `1 request`, `10,000 requests`. */
export function formatCounted(value: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(value)} ${value === 1 ? singular : plural}`;
}

/** A part of a whole in percent, never rounded up to 100 % or down to 0 %. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) {
    return "–";
  }
  const percent = (100 * part) / whole;
  if (percent > 99.9 && part < whole) {
    return "> 99.9 %";
  }
  if (percent < 0.1 && part > 0) {
    return "< 0.1 %";
  }
  return `${counts.format(percent)} %`;
}

/** A duration in the two largest units that matter: `420 ms`, `12.3 s`, `3 min 20 s`, `2 h 5 min`, `1 d 3 h`. */
export function formatDuration(seconds: number | null): string {
  if (seconds === null) {
    return unknownFigure;
  }
  if (seconds < 0) {
    return `−${formatDuration(-seconds)}`;
  }
  if (seconds === 0) {
    return "0 s";
  }
  if (seconds < 0.9995) {
    return `${counts.format(seconds * 1000)} ms`;
  }
  if (seconds < 59.95) {
    return `${counts.format(seconds)} s`;
  }
  const units: readonly [string, number][] = [
    ["d", 86400],
    ["h", 3600],
    ["min", 60],
    ["s", 1],
  ];
  for (const [index, [label, size]] of units.entries()) {
    const [nextLabel, nextSize] = units[index + 1] ?? ["", 0];
    if (nextSize === 0) {
      break;
    }
    // Rounding to the smaller unit first keeps 59 min 59.9 s from becoming "59 min 60 s".
    const inSmaller = Math.round(seconds / nextSize);
    const whole = Math.floor((inSmaller * nextSize) / size);
    if (whole > 0) {
      const rest = inSmaller - (whole * size) / nextSize;
      return rest === 0 ? `${whole} ${label}` : `${whole} ${label} ${rest} ${nextLabel}`;
    }
  }
  return `${counts.format(seconds)} s`;
}

/** An amount of US dollars: two decimals from a dollar on, four below, so that a cheap run does not read as free. */
export function formatUsd(amount: number | null): string {
  if (amount === null) {
    return unknownFigure;
  }
  const decimals = amount === 0 || amount >= 1 ? 2 : 4;
  return `$${amount.toLocaleString("en-US", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })}`;
}

/** A list as a sentence would have it: `a`, `a and b`, `a, b and c`. */
export function formatList(items: readonly string[], conjunction = "and"): string {
  if (items.length < 2) {
    return items.join("");
  }
  return `${items.slice(0, -1).join(", ")} ${conjunction} ${items.at(-1) ?? ""}`;
}

/** A share as a percentage with one digit: `4.2 %`. */
export function formatError(share: number | null): string {
  return share === null ? unknownFigure : `${(100 * share).toFixed(1)} %`;
}

/** A share with a sign in words: `4.2 % above`. */
export function formatDeviation(share: number | null): string {
  return share === null
    ? unknownFigure
    : `${formatError(Math.abs(share))} ${share < 0 ? "below" : "above"}`;
}
