import { readFile } from "node:fs/promises";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { type TopLevelSpec } from "vega-lite";
import { loadVega } from "../../../../common/load-vega.cjs";

/** The font that the picture is written in, whatever fonts the machine has. */
let font: Promise<Uint8Array> | undefined;

/** WebAssembly: it runs wherever Node does, without a native tool chain. It may be started only once. */
function prepare(): Promise<Uint8Array> {
  font ??= (async () => {
    await initWasm(await readFile(require.resolve("@resvg/resvg-wasm/index_bg.wasm")));
    return readFile(require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"));
  })();
  return font;
}

/** Draws a Vega-Lite specification as a PNG of that width in pixels. */
export async function renderPng(spec: TopLevelSpec, width: number): Promise<Uint8Array> {
  const { vega, vegaLite } = await loadVega();
  const view = new vega.View(vega.parse(vegaLite.compile(spec).spec), { renderer: "none" });
  try {
    const svg = await view.toSVG();
    const resvg = new Resvg(svg, {
      fitTo: { mode: "width", value: width },
      font: {
        fontBuffers: [await prepare()],
        defaultFontFamily: "DejaVu Sans",
        sansSerifFamily: "DejaVu Sans",
      },
    });
    return resvg.render().asPng();
  } finally {
    view.finalize();
  }
}
