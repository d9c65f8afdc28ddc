import { type DashboardContents } from "./contents";
import { costRows, failureRows } from "./cost-and-failure-rows";
import { placeRows } from "./grid";
import { backlogRows, durationRows, resourceRows, servingRows } from "./service-rows";

/**
 * The body of the endpoint's dashboard, as CloudWatch takes it: rows that a person on call reads from top to bottom.
 */
export function dashboardBody(contents: DashboardContents): string {
  const rows = [
    ...servingRows(contents),
    ...backlogRows(contents),
    ...costRows(contents),
    ...failureRows(contents),
    ...durationRows(contents),
    ...resourceRows(contents),
  ];
  return JSON.stringify({ start: "-PT6H", periodOverride: "inherit", widgets: placeRows(rows) });
}
