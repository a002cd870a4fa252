/** Where things stacked in a column stand, so that none overlap and each is as near as can be to where it wants to be. */

/** Something in a stack, with the weight of its wish. */
export type Stacked = { readonly height: number; readonly wish: number; readonly weight: number };

/**
 * The tops of a column's groups in their order: those that minimise Σ weight · (top − wish)² while groups stay `gap` apart. With the
 * heights above each taken off the wishes this is isotonic regression, solved by pooling neighbours that would overlap.
 *
 * @returns one top for each group, growing by at least height and gap
 * @see Ayer, Brunk, Ewing, Reid, Silverman 1955, the pool-adjacent-violators algorithm
 */
export function stackGroups(groups: readonly Stacked[], gap: number): number[] {
  const above: number[] = [];
  let sum = 0;
  for (const { height } of groups) {
    above.push(sum);
    sum += height + gap;
  }
  const pools: { mean: number; weight: number; count: number }[] = [];
  for (const [index, { wish, weight }] of groups.entries()) {
    let pool = { mean: wish - above[index]!, weight, count: 1 };
    for (let last = pools.at(-1); last && last.mean > pool.mean; last = pools.at(-1)) {
      pools.pop();
      const both = last.weight + pool.weight;
      pool = {
        mean: (last.mean * last.weight + pool.mean * pool.weight) / both,
        weight: both,
        count: last.count + pool.count,
      };
    }
    pools.push(pool);
  }
  const shifts = pools.flatMap(({ mean, count }) => Array.from({ length: count }, () => mean));
  return shifts.map((shift, index) => shift + above[index]!);
}
