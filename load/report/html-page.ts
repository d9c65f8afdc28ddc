import { type Markup, html, trustedMarkup } from "./html";
import { contentSecurityPolicy, readPageStyle, readThemeScript } from "./page-assets";

/** What a page is made of, besides what every page has. */
export interface HtmlPageParts {
  readonly title: string;
  /** CSS after the style that all pages share. */
  readonly style?: string;
  readonly body: Markup;
  /** Scripts at the end of the body, in this order. */
  readonly scripts?: readonly string[];
}

/**
 * A whole document that carries everything it needs, in the system's theme or the reader's: its policy lets it run its
 * own scripts and load nothing at all.
 */
export async function htmlPage(parts: HtmlPageParts): Promise<string> {
  const { title, style = "", body, scripts = [] } = parts;
  const themeScript = await readThemeScript();
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="${contentSecurityPolicy([themeScript, ...scripts])}"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${trustedMarkup(`${await readPageStyle()}\n${style}`)}
        </style>
        ${script(themeScript)}
      </head>
      <body>
        ${body} ${scripts.map(script)}
      </body>
    </html>`;
  return `${page.text}\n`;
}

/** The script as it stands: the policy in the head names it by its hash, so not a space may be added. */
function script(source: string): Markup {
  return trustedMarkup(`<script>${source}</script>`);
}
