import { type RunResult } from "../../simulator/scenario/result";
import { embeddedResult } from "./embedded-result";
import { type Figure } from "./figure";
import { type Markup, html } from "./html";
import { renderPage } from "./page";
import {
  activitiesFigure,
  experimentFigures,
  hasData,
  oldestRequestFigure,
  predictionFigures,
} from "./run-figures";
import { readScenarioFacts } from "./scenario-facts";
import { activitiesSection } from "./sections/activities";
import { costSection, outcomesSection } from "./sections/cost-and-outcomes";
import { failuresSection } from "./sections/failures";
import { figureBlock } from "./sections/figure-block";
import { latencySection } from "./sections/latency";
import { contents, keyFigures, verdictSection, warningsSection } from "./sections/overview";
import { predictionSection } from "./sections/prediction";
import { settingsSection } from "./sections/settings";

/** Options of {@link renderHtmlReport}. */
export interface HtmlReportOptions {
  /** Title of the page; by default the name of the scenario or of the endpoint. */
  readonly title?: string;
}

/**
 * A run as one self-contained HTML page of less than 1 MB that asks for nothing on the network: the verdict, the key
 * figures, the pictures of the run, latency, cost, outcomes, scaling activities, settings, and the result itself.
 *
 * @param result A modelled or a measured run.
 */
export async function renderHtmlReport(
  result: RunResult,
  options: HtmlReportOptions = {},
): Promise<string> {
  const facts = readScenarioFacts(result.scenario);
  const { result: embedded, omissions } = embeddedResult(result);
  const drawn = (figure: Figure): boolean => hasData(figure, embedded);
  const pictures = experimentFigures(embedded, facts).filter(drawn);
  const activities = [activitiesFigure(embedded)].filter(drawn);
  const predicted = predictionFigures(embedded).filter(drawn);
  const oldest = [oldestRequestFigure(facts)].filter(drawn);
  const block = (figures: readonly Figure[]): Promise<Markup[]> =>
    Promise.all(figures.map((figure) => figureBlock(figure, embedded.timeline)));

  const [pictureBlocks, predictedBlocks, activityBlocks, oldestBlocks] = await Promise.all([
    block(pictures),
    block(predicted),
    block(activities),
    block(oldest),
  ]);
  const content = html`
    ${verdictSection(result)} ${keyFigures(result)} ${contents(result)}
    ${warningsSection(result.warnings)} ${picturesSection(pictureBlocks)}
    ${predictionSection(result, html`${predictedBlocks}`)}
    ${await latencySection(result, html`${oldestBlocks}`)} ${await costSection(result, facts)}
    ${await outcomesSection(result)} ${failuresSection(result)}
    ${activitiesSection(result, html`${activityBlocks}`)} ${settingsSection(result)}
  `;
  return renderPage({
    title: options.title ?? facts.name ?? result.measurement?.endpointName ?? "Load simulation",
    result: embedded,
    omissions,
    content,
    figures: [...pictures, ...predicted, ...oldest, ...activities],
  });
}

function picturesSection(blocks: readonly Markup[]): Markup {
  return html`<section id="pictures" aria-labelledby="pictures-title">
    <h2 id="pictures-title">The run in pictures</h2>
    <p class="lead">
      ${
        blocks.length === 0
          ? "The timeline has no data to draw."
          : "Time counts from the start of the stream. Drag to zoom, double-click to see all; the cursors move together."
      }
    </p>
    ${blocks}
  </section>`;
}
