import type { Matrix } from '../../cell/__fixtures__/plain-arrays.ts';

/** Dot attention of one row, over plain arrays in float64: weights [S] over real positions, and their context [D]. */
export const attendByLoops = (
  query: readonly number[],
  memory: Matrix,
  mask: readonly number[],
): { readonly weights: number[]; readonly context: number[] } => {
  const raised = memory.map((vector, s) =>
    mask[s] === 0 ? 0 : Math.exp(vector.reduce((sum, value, i) => sum + value * (query[i] as number), 0)),
  );
  const total = raised.reduce((sum, value) => sum + value, 0);
  const weights = raised.map((value) => value / total);
  const context = query.map((_, i) => memory.reduce((sum, vector, s) => sum + (weights[s] as number) * (vector[i] as number), 0));
  return { weights, context };
};
