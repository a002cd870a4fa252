// Where to look. Luong, Pham, Manning 2015: equations 7 and 8 (weights and scores), 9 (location) and section 3.2 (local-m, local-p);
// Bahdanau, Cho, Bengio 2015, A.1.2 (mlp); Vaswani et al. 2017, equation 1 (scaled-dot).
import type { Weights } from './reference-cells.ts';
import type { ReferenceAttention } from './reference-config.ts';
import { add, cut, exponential, join, multiply, scaled, sigmoid, softmax, square, tanh, times, type Vector } from './vector.ts';

/** What a query sees at target step t: weights over the positions of the source, and the memory's sum by them. */
type Attend = (query: Vector, t: number) => { readonly weights: Vector; readonly context: Vector };

export const attendTo = (
  memory: readonly Vector[],
  { scorer, window }: ReferenceAttention,
  weightOf: Weights,
): Attend => {
  const length = memory.length;
  const rows = join(...memory);

  const scoresOf = (query: Vector): Vector => {
    const against = (q: Vector): Vector => join(...memory.map((m) => times(q, m)));
    if (scorer.type === 'dot') return against(query);
    if (scorer.type === 'scaled-dot') return scaled(against(query), 1 / Math.sqrt(query.values.length));
    if (scorer.type === 'mlp') {
      const [ofQuery, ofKey, v] = ['queryKernel', 'keyKernel', 'v'].map((name) =>
        weightOf(`attention.scorer.${name}`),
      ) as [Vector, Vector, Vector];
      return join(...memory.map((m) => times(tanh(add(times(query, ofQuery), times(m, ofKey))), v)));
    }
    const translated = times(query, weightOf('attention.scorer.kernel'));
    return scorer.type === 'general' ? against(translated) : cut(translated, 0, length);
  };

  const weightsOf = (query: Vector, t: number): Vector => {
    const scores = scoresOf(query);
    if (window.type === 'global') return softmax(scores, () => true);
    if (window.type === 'local-m') {
      return softmax(scores, (s) => Math.abs(s - Math.min(t, length - 1)) <= window.width);
    }
    const hidden = tanh(times(query, weightOf('attention.window.kernel')));
    const p = scaled(sigmoid(times(hidden, weightOf('attention.window.v'))), length);
    const centre = p.values[0] as number;
    const deviation = window.width / 2;
    const nearness = join(
      ...memory.map((_, s) => exponential(scaled(square(scaled(p, -1, s)), -1 / (2 * deviation ** 2)))),
    );
    return multiply(
      softmax(scores, (s) => Math.abs(s - centre) <= window.width),
      nearness,
    );
  };

  return (query, t) => {
    const weights = weightsOf(query, t);
    return { weights, context: times(weights, rows) };
  };
};
