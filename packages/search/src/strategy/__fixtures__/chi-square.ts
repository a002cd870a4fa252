/**
 * Whether counts may be draws from these probabilities. False by chance in less than one of a thousand cases, which a fixed seed
 * makes none or always.
 *
 * @param probabilities - of every outcome; those expected less than 5 times are thrown together, as the test demands
 */
export function isDrawnFrom(counts: ReadonlyMap<string, number>, probabilities: ReadonlyMap<string, number>): boolean {
  const draws = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if ([...counts.keys()].some((outcome) => !((probabilities.get(outcome) ?? 0) > 0))) return false;
  const bins: { expected: number; observed: number }[] = [];
  const rare = { expected: 0, observed: 0 };
  for (const [outcome, probability] of probabilities) {
    const bin = { expected: probability * draws, observed: counts.get(outcome) ?? 0 };
    if (bin.expected >= 5) bins.push(bin);
    else {
      rare.expected += bin.expected;
      rare.observed += bin.observed;
    }
  }
  if (rare.expected >= 5) bins.push(rare);
  const statistic = bins.reduce((sum, { expected, observed }) => sum + (observed - expected) ** 2 / expected, 0);
  // The quantile 0.999, after Wilson and Hilferty 1931.
  const freedom = bins.length - 1;
  return statistic < freedom * (1 - 2 / (9 * freedom) + 3.0902 * Math.sqrt(2 / (9 * freedom))) ** 3;
}

/** How often each comes. */
export function countsOf(outcomes: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return counts;
}
