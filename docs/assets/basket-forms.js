// The items of an annex 《引用条款》 -> plain text, Markdown, a Word file (by the npm library docx). No page is touched.
(function (/** @type {any} */ root) {
  "use strict";
  const Handbook = root.Handbook = root.Handbook || {};
  const TITLE = "引用条款";
  /** GB/T 9704—2012, 5.2: A4, 37 mm above, 28 mm at the binding side, the type area 156 mm by 225 mm; in twentieths of a point. */
  const PAGE = { size: { width: 11906, height: 16838 }, margin: { top: 2098, bottom: 1984, left: 1587, right: 1474 } };

  /** @typedef {{citation: any, status: string}} Item */

  /** @param {Item} item @param {string} day @returns {string} */
  const statusLine = (item, day) => "状态：" + item.status + "（按 " + day + " 判断，依据文件载明的日期）";

  /** @param {Item[]} items @param {string} day ISO date @returns {string} */
  function text(items, day) {
    const pieces = items.map((item, i) => (i + 1) + "．" + Handbook.citeFill("quotation", item.citation, day) +
      "\n" + statusLine(item, day) + "\n地址：" + item.citation.link);
    return [TITLE, ...pieces].join("\n\n") + "\n";
  }

  /** @param {Item[]} items @param {string} day @returns {string} */
  function markdown(items, day) {
    const pieces = items.map((item, i) => "## " + (i + 1) + "\n\n" + Handbook.citeFill("markdown", item.citation, day) +
      "\n" + statusLine(item, day) + "\n\n地址：<" + item.citation.link + ">");
    return ["# " + TITLE, ...pieces].join("\n\n") + "\n";
  }

  /**
   * @param {Item[]} items
   * @param {string} day
   * @param {(link: string) => Uint8Array | null} png of a QR code; null where the address is of this machine only
   * @returns {Promise<Blob>}
   */
  function word(items, day, png) {
    const docx = root.docx, font = (/** @type {string} */ name) => ({ ascii: "Times New Roman", hAnsi: "Times New Roman", eastAsia: name });
    const run = (/** @type {string} */ words, /** @type {any} */ more) => new docx.TextRun(Object.assign({ text: words }, more));
    const line = (/** @type {any[]} */ children, /** @type {any} */ more) => new docx.Paragraph(Object.assign({ children: children }, more));
    const body = items.flatMap((item, i) => {
      const citation = item.citation, picture = png(citation.link);
      const link = new docx.ExternalHyperlink({ link: citation.link, children: [run(citation.link, { style: "Hyperlink", size: 21 })] });
      return [
        line([run((i + 1) + "．" + citation.official, { bold: true, font: font("黑体") })],
          { spacing: { before: 320, after: 80 }, keepNext: true, heading: docx.HeadingLevel.HEADING_2 }),
        ...citation.lines.map((/** @type {string} */ words) => line([run(words)], { indent: { firstLine: 560 }, spacing: { line: 460 } })),
        line([run(statusLine(item, day), { size: 21 })], { spacing: { before: 100 }, keepNext: true }),
        line([run("地址：", { size: 21 }), link], { keepNext: Boolean(picture) }),
        ...(picture ? [line([new docx.ImageRun({ type: "png", data: picture, transformation: { width: 96, height: 96 },
          altText: { name: "二维码", title: "二维码", description: citation.link } })])] : []),
      ];
    });
    const number = line([new docx.TextRun({ children: [docx.PageNumber.CURRENT], size: 24 })], { alignment: docx.AlignmentType.CENTER });
    return docx.Packer.toBlob(new docx.Document({
      title: TITLE, creator: "苏州政策手册", description: "条款原文与引用，" + day,
      styles: { default: {
        document: { run: { size: 28, font: font("仿宋"), language: { value: "zh-CN", eastAsia: "zh-CN" } } },
        heading1: { run: { size: 40, bold: true, font: font("黑体"), color: "000000" } },
        heading2: { run: { size: 28, font: font("黑体"), color: "000000" } } } },
      sections: [{ properties: { page: PAGE }, footers: { default: new docx.Footer({ children: [number] }) }, children: [
        line([run(TITLE)], { heading: docx.HeadingLevel.HEADING_1, alignment: docx.AlignmentType.CENTER, spacing: { after: 240 } }), ...body] }],
    }));
  }

  Object.assign(Handbook, { annexTitle: TITLE, annexText: text, annexMarkdown: markdown, annexWord: word, annexStatus: statusLine });
})(typeof window === "undefined" ? globalThis : window);
