import { expect } from "chai";

import {
  type ThemedColor,
  paletteDeclarations,
  quantityColors,
  quantityVariable,
  surfaceColors,
} from "../../../load/report/palette";

/** Relative luminance of WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => parseInt(color.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

const themes: (keyof ThemedColor)[] = ["light", "dark"];

describe("palette", () => {
  for (const theme of themes) {
    it(`keeps every quantity at 3:1 or more against the panel in the ${theme} theme`, () => {
      for (const [quantity, color] of Object.entries(quantityColors)) {
        expect(contrast(color[theme], surfaceColors.panel[theme]), quantity).to.be.at.least(3);
      }
    });

    it(`keeps text at 4.5:1 or more on page and panel in the ${theme} theme`, () => {
      for (const text of ["ink", "quiet", "accent", "good", "caution", "bad"] as const) {
        for (const ground of ["page", "panel"] as const) {
          const ratio = contrast(surfaceColors[text][theme], surfaceColors[ground][theme]);
          expect(ratio, `${text} on ${ground}`).to.be.at.least(4.5);
        }
      }
    });
  }

  it("declares a variable for every quantity", () => {
    const declared = paletteDeclarations("dark");
    expect(quantityVariable("backlogPerInstance")).to.equal("var(--quantity-backlog-per-instance)");
    expect(declared).to.contain(
      `--quantity-backlog-per-instance:${quantityColors.backlogPerInstance.dark};`,
    );
  });
});
