// Exact values of the calculators and their Chinese forms: generator/calculators/values.py says the same in Python.
// A number is an interval of exact rationals {n, d} (BigInt), its ends may be INF or NEG; no floating point. No DOM.
(function (/** @type {any} */ root) {
  "use strict";

  const INF = "inf";
  const NEG = "-inf";
  const SHARES = ["%", "‰", "个百分点"];

  /** @typedef {{n: bigint, d: bigint}} Rational */
  /** @typedef {Rational | string} End */
  /** @typedef {{type: "num", lo: End, hi: End, unit: string, missing: string[]}} Num */
  /** @typedef {{type: "truth", value: boolean | null, missing: string[]}} Truth */
  /** @typedef {{type: "choice", value: string | null, label: string, missing: string[]}} Choice */
  /** @typedef {{type: "date", value: string | null, missing: string[]}} DateValue */

  // -- rationals ------------------------------------------------------------------------------------------

  /**
   * @param {bigint} a
   * @param {bigint} b
   * @returns {bigint}
   */
  function gcd(a, b) {
    a = a < 0n ? -a : a;
    while (b) [a, b] = [b, a % b];
    return a;
  }

  /**
   * @param {bigint} n
   * @param {bigint} [d]
   * @returns {Rational} in lowest terms, d > 0
   */
  function rational(n, d = 1n) {
    if (d < 0n) [n, d] = [-n, -d];
    const divisor = gcd(n, d) || 1n;
    return { n: n / divisor, d: d / divisor };
  }

  /**
   * @param {string} text 12, -0.5, 7/3
   * @returns {Rational}
   */
  function parse(text) {
    const [top, bottom] = text.split("/");
    const [whole, fraction = ""] = top.split(".");
    return rational(BigInt(whole + fraction), BigInt(bottom || "1") * 10n ** BigInt(fraction.length));
  }

  const ZERO = rational(0n);
  const ONE = rational(1n);
  const plus = (/** @type {Rational} */ a, /** @type {Rational} */ b) => rational(a.n * b.d + b.n * a.d, a.d * b.d);
  const times = (/** @type {Rational} */ a, /** @type {Rational} */ b) => rational(a.n * b.n, a.d * b.d);
  const over = (/** @type {Rational} */ a, /** @type {Rational} */ b) => rational(a.n * b.d, a.d * b.n);
  const minus = (/** @type {Rational} */ a, /** @type {Rational} */ b) => plus(a, rational(-b.n, b.d));

  /**
   * @param {Rational} a
   * @returns {bigint} the greatest whole number not above a
   */
  function floor(a) {
    const whole = a.n / a.d;
    return a.n < 0n && whole * a.d !== a.n ? whole - 1n : whole;
  }

  // -- ends -----------------------------------------------------------------------------------------------

  /**
   * @param {End} a
   * @param {End} b
   */
  function same(a, b) {
    if (typeof a === "string" || typeof b === "string") return a === b;
    return a.n === b.n && a.d === b.d;
  }

  /**
   * @param {End} a
   * @param {End} b
   * @returns {boolean} a < b
   */
  function less(a, b) {
    if (same(a, b)) return false;
    if (a === NEG || b === INF) return true;
    if (a === INF || b === NEG) return false;
    const [x, y] = /** @type {Rational[]} */ ([a, b]);
    return x.n * y.d < y.n * x.d;
  }

  const smaller = (/** @type {End[]} */ ...ends) => ends.reduce((least, end) => (less(end, least) ? end : least));
  const larger = (/** @type {End[]} */ ...ends) => ends.reduce((most, end) => (less(most, end) ? end : most));

  /**
   * @param {End} a
   * @param {End} b
   * @returns {End}
   */
  function addEnds(a, b) {
    if (typeof a === "string") return a;
    return typeof b === "string" ? b : plus(a, b);
  }

  /**
   * @param {End} a
   * @returns {End}
   */
  function negEnd(a) {
    if (typeof a === "string") return a === INF ? NEG : INF;
    return rational(-a.n, a.d);
  }

  /** @param {End} a */
  function sign(a) {
    if (typeof a === "string") return a === INF ? 1 : -1;
    return a.n > 0n ? 1 : a.n < 0n ? -1 : 0;
  }

  /**
   * @param {End} a
   * @param {End} b
   * @returns {End} 0 × INF = 0: an unknown number of things worth nothing is nothing
   */
  function mulEnds(a, b) {
    if (sign(a) === 0 || sign(b) === 0) return ZERO;
    if (typeof a === "string" || typeof b === "string") return sign(a) === sign(b) ? INF : NEG;
    return times(a, b);
  }

  // -- numbers --------------------------------------------------------------------------------------------

  /**
   * @param {string[][]} lists
   * @returns {string[]} names in order, each once
   */
  const merge = (...lists) => [...new Set(lists.flat())];

  /**
   * @param {End} lo
   * @param {End} hi
   * @param {string} unit
   * @param {string[][]} missing
   * @returns {Num} names what is missing only where it is not exact
   */
  const num = (lo, hi, unit, ...missing) => ({ type: "num", lo, hi, unit, missing: same(lo, hi) ? [] : merge(...missing) });
  const exact = (/** @type {Num} */ a) => same(a.lo, a.hi);
  const zero = (/** @type {string} */ unit) => num(ZERO, ZERO, unit);

  const add = (/** @type {Num} */ a, /** @type {Num} */ b) =>
    num(addEnds(a.lo, b.lo), addEnds(a.hi, b.hi), a.unit || b.unit, a.missing, b.missing);
  const sub = (/** @type {Num} */ a, /** @type {Num} */ b) =>
    num(addEnds(a.lo, negEnd(b.hi)), addEnds(a.hi, negEnd(b.lo)), a.unit || b.unit, a.missing, b.missing);
  const least = (/** @type {Num} */ a, /** @type {Num} */ b) =>
    num(smaller(a.lo, b.lo), smaller(a.hi, b.hi), a.unit || b.unit, a.missing, b.missing);
  const most = (/** @type {Num} */ a, /** @type {Num} */ b) =>
    num(larger(a.lo, b.lo), larger(a.hi, b.hi), a.unit || b.unit, a.missing, b.missing);
  const hull = (/** @type {Num} */ a, /** @type {Num} */ b) =>
    num(smaller(a.lo, b.lo), larger(a.hi, b.hi), a.unit || b.unit, a.missing, b.missing);

  /**
   * @param {Num} a
   * @param {Num} b
   * @returns {End[]} products of the ends
   */
  const corners = (a, b) => [mulEnds(a.lo, b.lo), mulEnds(a.lo, b.hi), mulEnds(a.hi, b.lo), mulEnds(a.hi, b.hi)];

  /**
   * @param {Num} a
   * @param {Num} b
   * @returns {Num}
   */
  function mul(a, b) {
    const products = corners(a, b);
    return num(smaller(...products), larger(...products), productUnit(a.unit, b.unit), a.missing, b.missing);
  }

  /**
   * @param {Num} a
   * @param {Num} b
   * @returns {Num} everything is possible where b may be 0
   */
  function div(a, b) {
    const unit = quotientUnit(a.unit, b.unit);
    if (!less(b.hi, ZERO) && !less(ZERO, b.lo)) return { type: "num", lo: NEG, hi: INF, unit, missing: merge(a.missing, b.missing) };
    const [lo, hi] = [b.hi, b.lo].map((end) => (typeof end === "string" ? ZERO : over(ONE, end)));
    const products = corners(a, { type: "num", lo, hi, unit: "", missing: b.missing });
    return num(smaller(...products), larger(...products), unit, a.missing, b.missing);
  }

  /**
   * @param {string} a
   * @param {string} b
   */
  function productUnit(a, b) {
    if (a === "元" || b === "元") return "元";
    for (const unit of [a, b]) if (unit && !SHARES.includes(unit)) return unit;
    return !a || !b ? "" : "%";
  }

  /**
   * @param {string} a
   * @param {string} b
   */
  function quotientUnit(a, b) {
    return a === b || (SHARES.includes(a) && SHARES.includes(b)) ? "%" : a;
  }

  /**
   * @param {boolean | null} value
   * @param {string[]} [missing]
   * @returns {Truth}
   */
  const truth = (value, missing = []) => ({ type: "truth", value, missing });

  /**
   * @param {Num} a
   * @param {Num} b
   * @param {string} op ge, gt, le, lt
   * @returns {Truth} not known where the ends overlap
   */
  function compare(a, b, op) {
    if (op === "le" || op === "lt") return compare(b, a, op === "le" ? "ge" : "gt");
    const sure = op === "ge" ? !less(a.lo, b.hi) : less(b.hi, a.lo);
    const never = op === "ge" ? less(a.hi, b.lo) : !less(b.lo, a.hi);
    return sure || never ? truth(sure) : truth(null, merge(a.missing, b.missing));
  }

  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const lastDay = (/** @type {number} */ year, /** @type {number} */ month) => new Date(Date.UTC(year, month, 0)).getUTCDate();

  /**
   * @param {string} date ISO
   * @param {number} number
   * @param {string} unit 年, 个月, 日
   * @returns {string} ISO; the last day of a shorter month where the day does not exist
   */
  function addTime(date, number, unit) {
    const [year, month, day] = date.split("-").map(Number);
    if (unit === "日" || unit === "天") return new Date(Date.UTC(year, month - 1, day + number)).toISOString().slice(0, 10);
    const months = year * 12 + month - 1 + number * (unit === "年" ? 12 : 1);
    const [y, m] = [Math.floor(months / 12), (months % 12) + 1];
    return y + "-" + two(m) + "-" + two(Math.min(day, lastDay(y, m)));
  }

  // -- Chinese forms --------------------------------------------------------------------------------------

  /**
   * @param {Rational} value
   * @param {number} places
   * @returns {[string, boolean]} digits with grouped thousands, rounded half up away from zero; whether that is exact
   */
  function decimal(value, places) {
    const scale = 10n ** BigInt(places);
    const top = (value.n < 0n ? -value.n : value.n) * scale;
    let whole = top / value.d;
    const rest = top % value.d;
    if (2n * rest >= value.d) whole += 1n;
    const fraction = whole % scale;
    let digits = String(whole / scale).replace(/\B(?=(\d{3})+$)/g, ",");
    if (places && fraction) digits += "." + String(fraction).padStart(places, "0").replace(/0+$/, "");
    return [(value.n < 0n && whole ? "-" : "") + digits, rest === 0n];
  }

  /**
   * @param {Rational} value
   * @param {string} unit
   * @param {string} style
   */
  function one(value, unit, style) {
    let [scale, name, places] = /** @type {[Rational, string, number]} */ ([ONE, unit, 4]);
    if (unit === "元") {
      [scale, name, places] = [ONE, "元", 2];
      const size = value.n < 0n ? rational(-value.n, value.d) : value;
      const wan = rational(10000n);
      const yi = rational(100000000n);
      if (style === "万元" || (style === "auto" && !less(size, wan))) [scale, name, places] = [wan, "万元", 6];
      if (style === "auto" && !less(size, yi) && value.d === 1n && value.n % 1000000n === 0n) [scale, name, places] = [yi, "亿元", 2];
      if (value.n === 0n) [scale, name] = [ONE, "元"];
    } else if (SHARES.includes(unit)) {
      scale = rational(1n, unit === "‰" ? 1000n : 100n);
    }
    const [digits, whole] = decimal(over(value, scale), places);
    return (whole ? "" : "约") + digits + name;
  }

  /**
   * @param {Num} value
   * @param {string} [style] auto, 元 or 万元
   * @returns {string} 300万元, 0元～100万元, 50万元以上, 未知
   */
  function show(value, style = "auto") {
    const { lo, hi, unit } = value;
    if (exact(value) && typeof lo !== "string") return one(lo, unit, style);
    if (typeof lo === "string" || (typeof hi === "string" && lo.n === 0n)) return "未知";
    if (typeof hi === "string") return one(lo, unit, style) + "以上";
    return one(lo, unit, style) + "～" + one(hi, unit, style);
  }

  /**
   * @param {End} end
   * @returns {string} for programs: 3000000, 7/3, inf, -inf
   */
  function plain(end) {
    if (typeof end === "string") return end;
    return end.d === 1n ? String(end.n) : end.n + "/" + end.d;
  }

  root.Handbook = Object.assign(root.Handbook || {}, {
    values: {
      INF, NEG, ZERO, ONE, rational, parse, plus, minus, times, over, floor, same, less, smaller, larger, addEnds, negEnd, merge, num,
      exact, zero, add, sub, least, most, hull, mul, div, truth, compare, addTime, decimal, show, plain,
    },
  });
})(typeof window === "undefined" ? globalThis : window);
