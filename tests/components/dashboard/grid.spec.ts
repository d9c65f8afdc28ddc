import { expect } from "chai";
import fc from "fast-check";

import { placeRows, type Row } from "../../../components/dashboard/grid";

const text = { type: "text", properties: {} } as const;

const rows: fc.Arbitrary<Row[]> = fc.array(
  fc.record({
    height: fc.integer({ min: 1, max: 12 }),
    widgets: fc
      .integer({ min: 1, max: 24 })
      .map((count) => Array.from({ length: count }, () => text)),
  }),
);

describe("the dashboard's grid", () => {
  it("places every widget of every row", () => {
    fc.assert(
      fc.property(rows, (given) => {
        expect(placeRows(given)).to.have.length(
          given.reduce((sum, { widgets }) => sum + widgets.length, 0),
        );
      }),
    );
  });

  it("fills each row from the first column to the last without a gap", () => {
    fc.assert(
      fc.property(rows, (given) => {
        let right = 0;
        for (const { x, width } of placeRows(given)) {
          expect(x).to.equal(right % 24);
          expect(width).to.be.at.least(1);
          right = x + width;
        }
      }),
    );
  });

  it("starts each row below the one before", () => {
    const placed = placeRows([
      { height: 2, widgets: [text] },
      { height: 6, widgets: [text, text] },
      { height: 3, widgets: [text] },
    ]);
    expect(placed.map(({ y }) => y)).to.deep.equal([0, 2, 2, 8]);
  });

  it("refuses a row with more widgets than columns", () => {
    const widgets = Array.from({ length: 25 }, () => text);
    expect(() => placeRows([{ height: 1, widgets }])).to.throw(
      RangeError,
      "A row has 25 widgets; it must have 1 to 24.",
    );
  });

  it("refuses a row without widgets", () => {
    expect(() => placeRows([{ height: 1, widgets: [] }])).to.throw(
      RangeError,
      "A row has 0 widgets; it must have 1 to 24.",
    );
  });
});
