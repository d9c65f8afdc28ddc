import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { paletteDeclarations } from "../load/report/palette";
import { renderSvg } from "../load/report/render-svg";
import { activitiesFigure } from "../load/report/run-figures";
import { timeSeriesSpec } from "../load/report/time-series-spec";
import { coarsenTimeline } from "../load/report/timeline-series";
import { parseSettings } from "../settings/schema";
import { runScenario } from "../simulator/scenario/run";
import { stackScenario } from "../simulator/scenario/stack-scenario";

/** Draws the README's picture: the default stack under its 10,000 requests, by the model. */
async function main(): Promise<void> {
  const file = path.join(__dirname, "../docs/images/run.svg");
  const scenario = stackScenario(parseSettings({}), { stack: "local", region: "us-east-1" });
  const result = runScenario(scenario);
  const figure = { ...activitiesFigure(result), markers: [] };
  const svg = await renderSvg(timeSeriesSpec(figure, coarsenTimeline(result.timeline, 240), 720));
  // By itself a picture needs what the report's page gives: a name space, the colours of both themes and a ground.
  const style =
    `:root{${paletteDeclarations("light")}background:var(--panel)}` +
    `@media (prefers-color-scheme:dark){:root{${paletteDeclarations("dark")}}}`;
  const picture = svg.text
    .replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"')
    .replace(/<svg[^>]*>/, (start) => `${start}<style>${style}</style>`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${picture}\n`);
}

void main();
