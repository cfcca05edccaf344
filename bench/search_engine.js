// Asks the search of a built site without a browser: node bench/search_engine.js SITE [COUNT] < questions.json > answers.json
// Runs the site's own scripts (SITE/assets/search/*.js). In: a list of questions. Out, for each: {hits: [id, …], also, missing, count, ms}.
"use strict";
const fs = require("fs"), path = require("path"), vm = require("vm");

const folder = path.join(process.argv[2], "assets", "search"), count = Number(process.argv[3] || 10);
const run = (/** @type {string} */ name) => vm.runInThisContext(fs.readFileSync(path.join(folder, name), "utf-8"), { filename: name });
/** @type {any} */ (globalThis).window = globalThis;
run("manifest.js");
const Handbook = /** @type {any} */ (globalThis).Handbook, manifest = Handbook.searchManifest;
let codes = null;
const unpacked = (/** @type {string} */ packed) => JSON.parse(Handbook.searchUnpack(packed, codes));
Object.assign(Handbook, {
  searchEngineReady: (/** @type {any} */ value) => { codes = value; Handbook.searchEngine = new Handbook.SearchEngine(); },
  searchWords: (/** @type {string} */ packed) => Handbook.searchEngine.learn(unpacked(packed)),
  searchVariants: (/** @type {string} */ table, /** @type {string} */ sounds) => Handbook.searchEngine.addVariants(table, sounds),
  searchPart: (/** @type {number} */ number, /** @type {string} */ packed) => Handbook.searchEngine.texts.add(number, unpacked(packed)),
});
for (const name of ["engine.js", "words.js"]) run(name);
Object.assign(Handbook.SEARCH_OPTIONS, JSON.parse(process.env.SEARCH_OPTIONS || "{}")); // to try others
for (let number = 0; number < manifest.parts; number++) run("part-" + number + ".js");

const answers = JSON.parse(fs.readFileSync(0, "utf-8")).map(function (/** @type {string} */ question) {
  const start = performance.now();
  if (Handbook.searchEngine.wantsVariants(question)) run("variants.js");
  const answer = Handbook.searchEngine.search(question);
  return { hits: answer.hits.slice(0, count).map((/** @type {any} */ hit) => hit.id), also: answer.also, missing: answer.missing, count: answer.hits.length, ms: performance.now() - start };
});
process.stdout.write(JSON.stringify(answers));
