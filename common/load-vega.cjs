// Vega is an ES module with a top-level await: `require` refuses it, and TypeScript compiled to CommonJS
// on the fly turns `import()` into `require`. A file that nothing compiles keeps the real `import()`.
exports.loadVega = async () => {
  const [vega, vegaLite] = await Promise.all([import("vega"), import("vega-lite")]);
  return { vega, vegaLite };
};
