// Two dates and a day -> whether a document holds on that day. No DOM: policy-status.js and document-filter.js show it.
(function (/** @type {any} */ root) {
  "use strict";

  /** Days before the last day on which a document counts as expiring. */
  const SOON = 90;

  /** @typedef {"in-force" | "expiring" | "started" | "pending" | "expired" | "unstated"} StatusCode */
  /** @typedef {{code: StatusCode, label: string, days: number | null}} Status `days` until the last day, that day being 0 */

  /** @type {Record<StatusCode, string>} */
  const LABELS = {
    "in-force": "现行有效",
    expiring: SOON + "天内到期",
    started: "已施行（有效期未载明）",
    pending: "尚未施行",
    expired: "已失效",
    unstated: "状态未载明",
  };

  /**
   * @param {string | null | undefined} text
   * @returns {number | null} days since 1970-01-01, null for anything but a real ISO date
   */
  function dayNumber(text) {
    const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec((text || "").trim());
    if (!parts) return null;
    const time = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
    return new Date(time).toISOString().slice(0, 10) === parts[0] ? time / 86400000 : null;
  }

  /**
   * @param {Date} [now]
   * @returns {string} the reader's own date, YYYY-MM-DD
   */
  function today(now) {
    const date = now || new Date();
    const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
    return date.getFullYear() + "-" + two(date.getMonth() + 1) + "-" + two(date.getDate());
  }

  /**
   * @param {string} address a page's address
   * @returns {string | null} the day it asks about: ?on=2021-06-01, or #?on=… from disk; null for none and for no real day
   */
  function asOf(address) {
    const parts = /[?&]on=([0-9-]+)/.exec(address);
    return parts && dayNumber(parts[1]) !== null ? parts[1] : null;
  }

  /**
   * @param {number | null} first
   * @param {number | null} last
   * @param {number} day
   * @returns {StatusCode}
   */
  function codeOf(first, last, day) {
    if (last !== null && day > last) return "expired";
    if (first !== null && day < first) return "pending";
    if (last !== null) return last - day <= SOON ? "expiring" : "in-force";
    return first !== null ? "started" : "unstated";
  }

  /**
   * @param {string | null | undefined} from first day of force, empty when not stated
   * @param {string | null | undefined} to last day of force (inclusive), empty when not stated
   * @param {string} on the day asked about, YYYY-MM-DD
   * @returns {Status}
   */
  function statusOn(from, to, on) {
    const day = /** @type {number} */ (dayNumber(on));
    const last = dayNumber(to);
    const code = codeOf(dayNumber(from), last, day);
    return { code: code, label: LABELS[code], days: last === null ? null : last - day };
  }

  /**
   * As statusOn, of a day that a reader asks about. Of a day gone by, a document that does not state when it began may not
   * have begun: its state is not stated.
   * @param {string | null | undefined} from
   * @param {string | null | undefined} to
   * @param {string | null} asked YYYY-MM-DD; null: today
   * @param {string} now today
   * @returns {Status}
   */
  function statusAsOf(from, to, asked, now) {
    const status = statusOn(from, to, asked || now);
    if (!asked || asked >= now || dayNumber(from) !== null || status.code === "expired") return status;
    return { code: "unstated", label: LABELS.unstated, days: status.days };
  }

  root.Handbook = Object.assign(root.Handbook || {}, { STATUS_LABELS: LABELS, statusOn: statusOn, statusAsOf: statusAsOf, today: today, asOf: asOf });
})(typeof window === "undefined" ? globalThis : window);
