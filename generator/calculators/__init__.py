"""Calculators: YAML -> checked programs -> answers with every step explained. docs/assets/calculate.js runs the same programs."""
