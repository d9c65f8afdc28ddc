/** A colour in both themes, as `#rrggbb`. */
export interface ThemedColor {
  readonly light: string;
  readonly dark: string;
}

/** Surfaces and text of the page. */
export const surfaceColors = {
  page: { light: "#f6f7f9", dark: "#0f1318" },
  panel: { light: "#ffffff", dark: "#171c23" },
  line: { light: "#dde1e7", dark: "#2c343f" },
  grid: { light: "#e9ecf0", dark: "#252c36" },
  ink: { light: "#1b2129", dark: "#e8edf3" },
  quiet: { light: "#57606c", dark: "#a3aebb" },
  accent: { light: "#0b62a8", dark: "#6cb6ff" },
  good: { light: "#0a7552", dark: "#3ecf9b" },
  caution: { light: "#845a00", dark: "#e6bf55" },
  bad: { light: "#b3261e", dark: "#ff8f86" },
} as const satisfies Record<string, ThemedColor>;

/**
 * One colour for each quantity, the same in every chart. Hues are apart for the common kinds of colour blindness and
 * have a contrast of 3:1 or more with the panel in both themes; dashes, fills and labels tell the same without colour.
 */
export const quantityColors = {
  backlog: { light: "#0b62a8", dark: "#6cb6ff" },
  backlogPerInstance: { light: "#7440a6", dark: "#c6a0f3" },
  target: { light: "#57606c", dark: "#a3aebb" },
  currentInstances: { light: "#bd4e08", dark: "#f7a35c" },
  desiredInstances: { light: "#6e4a00", dark: "#ecd07a" },
  invocationsProcessed: { light: "#0a7d5a", dark: "#3ecf9b" },
  ageOfOldestRequest: { light: "#9b2c6b", dark: "#f28ac2" },
  predicted: { light: "#9b2c6b", dark: "#f28ac2" },
  queueTime: { light: "#0b62a8", dark: "#6cb6ff" },
  serviceTime: { light: "#0a7d5a", dark: "#3ecf9b" },
  totalTime: { light: "#3f4854", dark: "#cbd3dd" },
  succeeded: { light: "#0a7d5a", dark: "#3ecf9b" },
  failed: { light: "#b3261e", dark: "#ff8f86" },
  expired: { light: "#845a00", dark: "#e6bf55" },
  timedOut: { light: "#7440a6", dark: "#c6a0f3" },
  lost: { light: "#1b2129", dark: "#e8edf3" },
  unfinished: { light: "#6b7480", dark: "#8f9aa7" },
} as const satisfies Record<string, ThemedColor>;

/** A quantity that has a colour. */
export type QuantityColor = keyof typeof quantityColors;

/** The CSS custom property that holds a quantity's colour, as a value: `var(--quantity-backlog)`. */
export function quantityVariable(quantity: QuantityColor): string {
  return `var(--quantity-${kebabCase(quantity)})`;
}

/** The CSS declarations of every colour in one theme. */
export function paletteDeclarations(theme: keyof ThemedColor): string {
  const declare = (prefix: string, colors: Record<string, ThemedColor>): string[] =>
    Object.entries(colors).map(([name, color]) => `--${prefix}${kebabCase(name)}:${color[theme]};`);
  return [
    `color-scheme:${theme};`,
    ...declare("", surfaceColors),
    ...declare("quantity-", quantityColors),
  ].join("");
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
