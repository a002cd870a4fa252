/** How much of an output is right, how much of the reference is there, and one number for both. */
export type FScore = {
  /** Share of the output that the reference has. */
  readonly precision: number;
  /** Share of the reference that the output has. */
  readonly recall: number;
  /** (1 + β²) · precision · recall / (β² · precision + recall); 0 if both are 0. */
  readonly f: number;
};

/**
 * Precision and recall as one number: their harmonic mean if `beta` is 1, the recall alone as it goes to infinity.
 *
 * @see van Rijsbergen 1979, Information Retrieval, chapter 7
 */
export function fScore(precision: number, recall: number, beta: number): FScore {
  if (precision === 0 && recall === 0) return { precision, recall, f: 0 };
  // The square of an infinite β would make a quotient of two infinities.
  const f = beta === Infinity ? recall : ((1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall);
  return { precision, recall, f };
}
