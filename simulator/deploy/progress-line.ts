import { type Progress, type ResourceStatus } from "./progress";

const SIGNS: Readonly<Record<ResourceStatus, string>> = {
  creating: "+",
  created: "+",
  updating: "~",
  updated: "~",
  replacing: "±",
  replaced: "±",
  unchanged: "=",
  deleting: "-",
  deleted: "-",
};
const NAME_WIDTH = 44;

/** One line of plain text for a step of a deployment: sign, status, name, type, and how long it took or how it stands. */
export function progressLine(progress: Progress): string {
  if (progress.kind === "message") return progress.text;
  const { status, name, type, detail, seconds } = progress;
  const end = detail ?? (seconds === undefined ? "" : `${seconds.toFixed(1)} s`);
  return `${SIGNS[status]} ${status.padEnd(9)}  ${name.padEnd(NAME_WIDTH)}  ${type}  ${end}`.trimEnd();
}
