// Asks the search of a built site without a browser: node bench/search_engine.js SITE [COUNT] < questions.json > answers.json
// Runs the site's own scripts (SITE/assets/search/*.js). In: a list of questions. Out, for each: {hits: [id, …], also, missing, count, ms}.
"use strict";
const fs = require("fs"), path = require("path"), vm = require("vm");

const folder = path.join(process.argv[2], "assets", "search"), count = Number(process.argv[3] || 10);
const run = (/** @type {string} */ name) => vm.runInThisContext(fs.readFileSync(path.join(folder, name), "utf-8"), { filename: name });
const Handbook = /** @type {any} */ (globalThis).Handbook = {};
let manifest = { parts: 0 };
Object.assign(Handbook, {
  searchManifest: (/** @type {any} */ value) => { manifest = value; },
  searchEngineReady: () => { Handbook.searchEngine = new Handbook.SearchEngine(); },
  searchWords: (/** @type {any} */ value) => Handbook.searchEngine.learn(value),
  searchVariants: (/** @type {string} */ value) => Handbook.searchEngine.addVariants(value),
  searchPart: (/** @type {number} */ number, /** @type {any} */ docs) => Handbook.searchEngine.texts.add(number, docs),
});
for (const name of ["manifest.js", "engine.js", "words.js"]) run(name);
for (let number = 0; number < manifest.parts; number++) run("part-" + number + ".js");

const idOf = (/** @type {any} */ hit) => hit.id || (hit.department ? "department/" + hit.department[0] : hit.doc.id + (hit.clause.anchor ? "." + hit.clause.anchor : ""));
const answers = JSON.parse(fs.readFileSync(0, "utf-8")).map(function (/** @type {string} */ question) {
  const start = performance.now();
  if (Handbook.searchEngine.wantsVariants(question)) run("variants.js");
  const answer = Handbook.searchEngine.search(question);
  return { hits: answer.hits.slice(0, count).map(idOf), also: answer.also, missing: answer.missing, count: answer.count, ms: performance.now() - start };
});
process.stdout.write(JSON.stringify(answers));
