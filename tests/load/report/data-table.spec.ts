import { expect } from "chai";

import { dataTable, numberColumns, numberRow } from "../../../load/report/data-table";

const words = (text: string): string =>
  text.replace(/\s+/g, " ").replace(/ >/g, ">").replace(/> </g, "><");

describe("dataTable", () => {
  it("is a region with a name that scrolls by keyboard, with a caption and a head for each column", () => {
    const table = dataTable({
      ...{ caption: "Requests <by> stage", name: "Stages" },
      columns: ["Stage", ...numberColumns("p50")],
      rows: [numberRow("Queue", ["<1 s"])],
    });

    expect(words(table.text)).to.equal(
      words(`<div class="scroll" tabindex="0" role="region" aria-label="Stages, table">
        <table>
          <caption class="visually-hidden"> Requests &lt;by&gt; stage </caption>
          <thead><tr><th scope="col">Stage</th><th scope="col" class="number">p50</th></tr></thead>
          <tbody><tr><th scope="row">Queue</th> <td class="number">&lt;1 s</td></tr></tbody>
        </table>
      </div>`),
    );
  });

  it("is called by its caption, and may be tall", () => {
    const { text } = dataTable({ caption: "Costs", columns: [], rows: [], isTall: true });
    expect(text).to.contain('aria-label="Costs, table"').and.to.contain('class="scroll tall"');
  });
});
