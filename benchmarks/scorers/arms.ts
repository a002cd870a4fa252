// What is compared: decoders that differ in one part of their attention, everything else as in the other benchmarks.
import { builtInScorers, type ModelConfigWith } from 'seq2seq';
import { type BenchmarkCase, modelOf } from '../cases.ts';
import { cosineScorer } from './cosine-scorer.ts';

/** The built-in scorers and one that a user wrote. */
export type Kinds = { readonly scorers: typeof builtInScorers & { readonly cosine: typeof cosineScorer } };
export const kinds: Kinds = { scorers: { ...builtInScorers, cosine: cosineScorer } };

type Config = ModelConfigWith<Kinds>;
type Attention = NonNullable<Config['attention']>;

/** One model. */
export type Arm = { readonly name: string; readonly config: Config };

/** Models that are measured in turns, and whose times may be divided by each other's. */
export type Section = { readonly title: string; readonly arms: readonly Arm[] };

/** The arm that others are held against: with LSTMs its whole decoder is one operation. */
export const fastest = 'mlp';

/** The simplest built-in arm that goes step by step. */
export const plainest = 'general';

/** What a user wrote. */
export const own = 'cosine (a user’s)';

/** When attention is asked, in words of the page. */
const queries = {
  'query current, input feeding': { query: 'current', inputFeeding: true },
  'query current, no input feeding': { query: 'current', inputFeeding: false },
  'query previous': { query: 'previous', inputFeeding: false },
} as const;

type Asked = (typeof queries)[keyof typeof queries];

const cells = { LSTM: 'lstm', GRU: 'gru' } as const;

/** Every scorer with each cell and query, then everything else of an attention with one of them. */
export const sections = (shapes: BenchmarkCase): readonly Section[] => [
  ...Object.entries(cells).flatMap(([cellName, cell]) =>
    Object.entries(queries).map(([title, asked]): Section => ({
      title: `${cellName} decoder, ${title}`,
      arms: scorerArms(shapes, cell, asked),
    })),
  ),
  { title: 'LSTM decoder, query current, input feeding: the rest of attention', arms: partArms(shapes) },
];

const scorerArms = (shapes: BenchmarkCase, cell: 'lstm' | 'gru', asked: Asked): readonly Arm[] => {
  const { units } = shapes;
  const arm = (name: string, scorer: Attention['scorer']): Arm => ({
    name,
    config: configOf(shapes, cell, asked, { scorer }),
  });
  return [
    arm(fastest, { type: 'mlp', units }),
    arm(plainest, 'general'),
    arm(own, { type: 'cosine', sharpness: 8 }),
    arm('dot', 'dot'),
    arm('scaled-dot', 'scaled-dot'),
    arm('learned-scale-dot', 'learned-scale-dot'),
    arm('normed-mlp', { type: 'normed-mlp', units }),
    arm('location', { type: 'location', maxLength: shapes.sourceLength }),
    arm('location-sensitive', { type: 'location-sensitive', units, filters: 10, width: 5 }),
    arm('coverage-count', { type: 'coverage-count', units }),
    arm('coverage-gru', { type: 'coverage-gru', units, size: 10 }),
    arm('coverage-fertility', { type: 'coverage-fertility', units }),
  ];
};

const partArms = (shapes: BenchmarkCase): readonly Arm[] => {
  const { units } = shapes;
  const asked = queries['query current, input feeding'];
  const arm = (name: string, attention: Omit<Attention, 'query'>): Arm => ({
    name,
    config: configOf(shapes, 'lstm', asked, attention),
  });
  const scorer = 'general';
  return [
    arm(fastest, { scorer: { type: 'mlp', units } }),
    arm(plainest, { scorer }),
    arm('general, sparsemax', { scorer, normalizer: 'sparsemax' }),
    arm('general, entmax-1.5', { scorer, normalizer: 'entmax-1.5' }),
    arm('general, monotonic', { scorer, normalizer: 'monotonic' }),
    arm('general, local-m', { scorer, window: { type: 'local-m', width: 3 } }),
    arm('general, local-p', { scorer, window: { type: 'local-p', width: 3, units } }),
    arm('general, two heads', { scorer, heads: 2 }),
    arm('mlp, two heads', { scorer: { type: 'mlp', units: units / 2 }, heads: 2 }),
    arm(own, { scorer: { type: 'cosine', sharpness: 8 } }),
  ];
};

const configOf = (
  shapes: BenchmarkCase,
  cell: 'lstm' | 'gru',
  { query, inputFeeding }: Asked,
  attention: Omit<Attention, 'query'>,
): Config => ({
  ...modelOf(shapes),
  decoder: { cell, units: shapes.units, context: 'attention', inputFeeding },
  attention: { ...attention, query },
});
