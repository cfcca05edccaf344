"""The built site -> the offline edition (a zip with its sums) and what keeps the online one readable without a network."""
