// An address -> its QR code as an SVG picture, by the npm library qrcode-generator (assets/qrcode.js), loaded when it is needed.
(function () {
  "use strict";
  const Handbook = /** @type {any} */ (window).Handbook = /** @type {any} */ (window).Handbook || {};
  const QUIET = 4; // modules of white around the code: ISO/IEC 18004

  /** @param {string} text @returns {boolean[][] | null} rows of dark modules, null where the library is not there */
  function modules(text) {
    const library = /** @type {any} */ (window).qrcode;
    if (!library) return null;
    const code = library(0, "M");
    code.addData(text, "Byte");
    code.make();
    const size = code.getModuleCount();
    const line = Array.from({ length: size }, (_none, number) => number);
    return line.map((y) => line.map((x) => code.isDark(y, x)));
  }

  /** @param {string} text @returns {SVGSVGElement | null} */
  function picture(text) {
    const dark = modules(text), space = "http://www.w3.org/2000/svg";
    if (!dark) return null;
    const size = dark.length + 2 * QUIET;
    const [svg, ground, path] = /** @type {[SVGSVGElement, SVGElement, SVGElement]} */ (
      ["svg", "rect", "path"].map((name) => document.createElementNS(space, name)));
    svg.setAttribute("viewBox", "0 0 " + size + " " + size);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", "二维码：" + text);
    svg.setAttribute("shape-rendering", "crispEdges");
    ground.setAttribute("width", String(size));
    ground.setAttribute("height", String(size));
    ground.setAttribute("fill", "#fff");
    const square = (/** @type {number} */ x, /** @type {number} */ y) => "M" + (x + QUIET) + " " + (y + QUIET) + "h1v1h-1z";
    path.setAttribute("d", dark.map((row, y) => row.map((on, x) => (on ? square(x, y) : "")).join("")).join(""));
    svg.append(ground, path);
    return svg;
  }

  /** @param {string} text @param {number} scale pixels a module @returns {Uint8Array | null} a PNG */
  function png(text, scale) {
    const dark = modules(text);
    if (!dark) return null;
    const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
    if (!pen) return null;
    canvas.width = canvas.height = (dark.length + 2 * QUIET) * scale;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = "#000";
    dark.forEach((row, y) => row.forEach((on, x) => { if (on) pen.fillRect((x + QUIET) * scale, (y + QUIET) * scale, scale, scale); }));
    const bytes = atob(canvas.toDataURL("image/png").split(",")[1]);
    return Uint8Array.from(bytes, (char) => char.charCodeAt(0));
  }

  Object.assign(Handbook, { qrPicture: picture, qrPng: png });
})();
