// The made-up company of 看一个例子. A test sees to it that this edition knows every word of it.
(function (/** @type {any} */ root) {
  "use strict";
  root.Handbook.portfolioExample = {
    company: "示例公司（虚构，不是真实企业）",
    place: "sip",
    kind: ["firm"],
    industries: ["artificial-intelligence", "software", "robots"],
    founded: "2021-03-15",
    staff: "120",
    revenue: "15000",
    statements: ["registered", "good-faith", "software-firm", "compute-user", "tech-firm"],
    certificates: ["high-tech", "tech-sme", "vertical-model", "first-software", "innovation-consortium", "training-base"],
    plans: ["model", "core-tech-project"],
    rd: "3000",
    compute: "800",
    testing_service_cost: "60",
    exhibitions: "2",
    first_software_count: "1",
    model_scenarios: "5",
    answers: {
      "ai-plus-2025-events": { event: "是" },
      "ai-plus-2025-model-compute": { model: "vertical" },
      "software-2025-training-base": { level: "municipal" },
      "innovation-voucher-2023-voucher": { unrelated: "是" },
    },
  };
})(typeof window === "undefined" ? globalThis : window);
