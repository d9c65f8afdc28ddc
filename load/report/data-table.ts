import { type Markup, html } from "./html";
import { type QuantityColor, quantityVariable } from "./palette";

/** A column whose cells are numbers: set to the right, one below the other. */
export interface NumberColumn {
  readonly number: string;
}

/** What a {@link dataTable} is made of. */
export interface DataTableParts {
  /** What the table shows, for those who do not see the words around it. */
  readonly caption: string;
  /** The same in a word or two, for the list of the page's regions; the caption by default. */
  readonly name?: string;
  /** The head of each column; of words, where nothing else is said. */
  readonly columns: readonly (string | NumberColumn)[];
  /** A `<tr>` each, with a cell for each column. */
  readonly rows: readonly Markup[];
  /** Whether it scrolls within a part of the screen, where it is long. False by default. */
  readonly isTall?: boolean;
}

/** Columns of numbers. */
export function numberColumns(...labels: readonly string[]): NumberColumn[] {
  return labels.map((number) => ({ number }));
}

/** A row of numbers and what they are of. */
export function numberRow(label: Markup | string, cells: readonly string[]): Markup {
  return html`<tr>
    <th scope="row">${label}</th>
    ${cells.map((cell) => html`<td class="number">${cell}</td>`)}
  </tr>`;
}

/** The head of a row that has a colour in a chart, with what it means. */
export function meaningLabel(color: QuantityColor, label: string, meaning: string): Markup {
  return html`<span class="swatch" style="background:${quantityVariable(color)}"></span>${label}
    <span class="quiet">${meaning}</span>`;
}

/** A table that scrolls by itself where the page is too narrow for it, by keyboard too. */
export function dataTable(parts: DataTableParts): Markup {
  const { caption, name = caption, columns, rows, isTall = false } = parts;
  return html`<div
    class="${isTall ? "scroll tall" : "scroll"}"
    tabindex="0"
    role="region"
    aria-label="${name}, table"
  >
    <table>
      <caption class="visually-hidden">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(head)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function head(column: string | NumberColumn): Markup {
  return typeof column === "string"
    ? html`<th scope="col">${column}</th>`
    : html`<th scope="col" class="number">${column.number}</th>`;
}
