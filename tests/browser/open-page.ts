import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { type Browser, type BrowserContextOptions } from "playwright-core";

/** What a browser makes of a page. */
export interface OpenedPage {
  /** Marks of data in each still picture that is shown, in the page's order. */
  readonly pictures: readonly number[];
  /** Pixels that are not grey, of each chart that scripts draw. */
  readonly charts: readonly { readonly id: string; readonly colouredPixels: number }[];
  /** Pixels by which the page is wider than its window. */
  readonly overflow: number;
  /** Elements beyond the window's right edge. */
  readonly sticksOut: readonly string[];
  /** The colour behind the page. */
  readonly background: string;
  /** All that the console said, errors of scripts included. */
  readonly console: readonly string[];
  /** All that was asked for besides the page itself. */
  readonly requests: readonly string[];
}

/** How a page is looked at. */
export type View = Pick<BrowserContextOptions, "colorScheme" | "javaScriptEnabled"> & {
  readonly width: number;
};

/** That every chart has been given its size; what is drawn on it is drawn in the same turn. */
const areDrawn = `[...document.querySelectorAll(".chart")].every((chart) =>
  [...chart.querySelectorAll("canvas")].some((canvas) => canvas.width > 0))`;

/** Opens a page from its file, as a reader does, and looks at it. */
export async function openPage(browser: Browser, file: string, view: View): Promise<OpenedPage> {
  const { width, ...options } = view;
  const context = await browser.newContext({ ...options, viewport: { width, height: 900 } });
  try {
    const page = await context.newPage();
    const address = pathToFileURL(file).href;
    const said: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => said.push(error.message));
    page.on("request", (request) => {
      // The icon is part of the page, and asked for by its data.
      if (request.url() !== address && !request.url().startsWith("data:")) {
        requests.push(request.url());
      }
    });
    await page.goto(address);
    if (options.javaScriptEnabled !== false) await page.waitForFunction(areDrawn);
    const script = await readFile(join(__dirname, "inspect-page.js"), "utf8");
    const seen = await page.evaluate<Omit<OpenedPage, "console" | "requests">>(script);
    return { ...seen, console: said, requests };
  } finally {
    await context.close();
  }
}
