// What a reader would see of a page of ours, read in the browser itself.
(() => {
  "use strict";
  const { document, getComputedStyle } = globalThis;
  const isShown = (element) => element.checkVisibility();
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  /** Axes, grid and letters are grey; what is drawn of data has a colour. */
  const colouredPixels = (canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) {
      const [red, green, blue, alpha] = data.subarray(at, at + 4);
      const chroma = Math.max(red, green, blue) - Math.min(red, green, blue);
      if (alpha > 0 && chroma > 60) count += 1;
    }
    return count;
  };

  /** Marks of data, not those of axes and legends. */
  const marks = (svg) =>
    all(".role-mark path, .role-mark rect, .role-mark line", svg).filter(
      (mark) => mark.getBBox().width + mark.getBBox().height > 0,
    ).length;

  const { clientWidth } = document.documentElement;
  return {
    pictures: all("svg").filter(isShown).map(marks),
    charts: all(".chart").map((chart) => ({
      id: chart.dataset.figure,
      colouredPixels: all("canvas", chart)
        .map(colouredPixels)
        .reduce((sum, count) => sum + count, 0),
    })),
    background: getComputedStyle(document.body).backgroundColor,
    overflow: document.documentElement.scrollWidth - clientWidth,
    // An element may be wider than the page only where it is scrolled by itself.
    sticksOut: all("body *")
      .filter(isShown)
      .filter((element) => element.closest(".scroll, .visually-hidden, .skip, svg") === null)
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .map((element) => element.outerHTML.slice(0, 120)),
  };
})();
