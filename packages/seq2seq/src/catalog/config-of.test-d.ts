// What a config may say of the kinds of a catalog is known to the compiler: a misspelt option, a missing one, one of another type and a
// kind that is not there are errors wherever a kind can stand.
import { bag, cosine, head, hiddenLayer, leaky, pooled, scaled, tempered } from '../node/__fixtures__/own-kinds.ts';
import { buildLanguageModel } from '../model/build-language-model.ts';
import { buildModel } from '../model/build-model.ts';
import { builtIn } from './catalog.ts';
import type { ModelConfigWith } from './config-of.ts';

const parts = {
  scorers: { ...builtIn.scorers, cosine },
  windows: { ...builtIn.windows, head },
  normalizers: { ...builtIn.normalizers, tempered },
  cells: { ...builtIn.cells, leaky },
  encoders: { ...builtIn.encoders, bag },
  summaries: { ...builtIn.summaries, pooled },
  bridges: { ...builtIn.bridges, scaled },
  outputs: { ...builtIn.outputs, hiddenLayer },
};

type Own = ModelConfigWith<typeof parts>;
type BuiltIn = ModelConfigWith<Record<never, never>>;
type AttentionOf<Config extends Own | BuiltIn> = NonNullable<Config['attention']>;

// With kinds of one's own

[
  'cosine',
  'general',
  { type: 'cosine' },
  { type: 'cosine', sharpness: 2 },
  { type: 'mlp', units: 3 },
  // @ts-expect-error misspelt
  { type: 'cosine', sharpnes: 2 },
  // @ts-expect-error of another type
  { type: 'cosine', sharpness: '2' },
  // @ts-expect-error there is no such kind
  { type: 'cosin', sharpness: 2 },
  // @ts-expect-error an option of another kind
  { type: 'cosine', units: 2 },
] satisfies AttentionOf<Own>['scorer'][];

[
  { type: 'head', count: 2 },
  // @ts-expect-error misspelt
  { type: 'head', counts: 2 },
  // @ts-expect-error missing
  { type: 'head' },
  // @ts-expect-error missing
  'head',
  // @ts-expect-error beside the right one
  { type: 'head', count: 2, counts: 2 },
] satisfies AttentionOf<Own>['window'][];

[
  { type: 'tempered', temperature: 2 },
  // @ts-expect-error misspelt
  { type: 'tempered', temperatur: 2 },
  // @ts-expect-error missing
  'tempered',
] satisfies AttentionOf<Own>['normalizer'][];

[
  [{ scorer: 'cosine', window: { type: 'head', count: 2 } }],
  // @ts-expect-error misspelt
  [{ scorer: { type: 'cosine', sharpnes: 2 } }],
  // @ts-expect-error a window, not a scorer
  [{ scorer: { type: 'head', count: 2 } }],
] satisfies AttentionOf<Own>['beside'][];

[
  { cell: { type: 'leaky', leak: 0.5 }, units: 2, context: 'initial' },
  // @ts-expect-error missing
  { cell: 'leaky', units: 2, context: 'initial' },
  // @ts-expect-error misspelt
  { cell: { type: 'leaky', leaks: 0.5 }, units: 2, context: 'initial' },
  // @ts-expect-error a key of no decoder
  { cell: 'gru', unit: 2, units: 2, context: 'initial' },
] satisfies Own['decoder'][];

[
  { type: 'bag', units: 2 },
  { type: 'bag', units: 2, summary: { type: 'pooled', scale: 1 } },
  { cell: { type: 'leaky', leak: 0.5 }, units: 2, direction: 'backward' },
  { type: 'pyramid', cell: 'gru', units: 2, layers: 2, reduction: 3 },
  // @ts-expect-error missing
  { type: 'bag' },
  // @ts-expect-error misspelt
  { type: 'bag', unit: 2 },
  // @ts-expect-error beside the right one
  { type: 'bag', units: 2, unit: 2 },
  // @ts-expect-error misspelt in its cell
  { cell: { type: 'leaky', leek: 0.5 }, units: 2 },
  // @ts-expect-error misspelt in its summary
  { type: 'bag', units: 2, summary: { type: 'pooled', scales: 1 } },
  // @ts-expect-error there is no such kind
  { type: 'sack', units: 2 },
] satisfies Own['encoder'][];

[
  'scaled',
  { type: 'scaled', scale: 2 },
  // @ts-expect-error misspelt
  { type: 'scaled', scales: 2 },
  // @ts-expect-error there is no such kind
  'scale',
] satisfies Own['bridge'][];

[
  { type: 'hiddenLayer', units: 2 },
  // @ts-expect-error missing
  'hiddenLayer',
  // @ts-expect-error misspelt
  { type: 'hiddenLayer', unit: 2 },
] satisfies Own['output'][];

// With those of the packages

[
  'dot',
  { type: 'location-sensitive', units: 2, filters: 2, width: 3 },
  // @ts-expect-error missing
  'mlp',
  // @ts-expect-error misspelt
  { type: 'location-sensitive', units: 2, filters: 2, widths: 3 },
  // @ts-expect-error not a value of it
  { type: 'location-sensitive', units: 2, filters: 2, width: 3, reads: 'next' },
  // @ts-expect-error not without the catalog that has it
  { type: 'cosine', sharpness: 2 },
] satisfies AttentionOf<BuiltIn>['scorer'][];

[
  'global',
  { type: 'local-m', width: 2 },
  // @ts-expect-error misspelt
  { type: 'local-m', widht: 2 },
  // @ts-expect-error missing
  'local-m',
] satisfies AttentionOf<BuiltIn>['window'][];

[
  'monotonic',
  { type: 'monotonic', test: 'expected' },
  // @ts-expect-error misspelt
  { type: 'monotonic', noises: 1 },
  // @ts-expect-error it has no options
  { type: 'softmax', temperature: 1 },
] satisfies AttentionOf<BuiltIn>['normalizer'][];

[
  { cell: { type: 'gru', layerNorm: true, depth: 2 }, units: 2, context: 'initial' },
  // @ts-expect-error misspelt
  { cell: { type: 'gru', layerNorms: true }, units: 2, context: 'initial' },
] satisfies BuiltIn['decoder'][];

[
  { cell: 'gru', units: 2 },
  { type: 'recurrent', cell: 'gru', units: 2, direction: 'bidirectional' },
  { type: 'alternating', cell: 'gru', units: 2, layers: 2 },
  // @ts-expect-error misspelt
  { cell: 'gru', units: 2, directions: 'backward' },
  // @ts-expect-error not a value of it
  { cell: 'gru', units: 2, direction: 'upward' },
  // @ts-expect-error missing
  { cell: 'gru' },
  // @ts-expect-error an option of another kind
  { cell: 'gru', units: 2, reduction: 2 },
  // @ts-expect-error an option of another kind
  { type: 'alternating', cell: 'gru', units: 2, direction: 'backward' },
] satisfies BuiltIn['encoder'][];

[
  'summary',
  // @ts-expect-error it has no options
  { type: 'summary', scale: 2 },
] satisfies BuiltIn['bridge'][];

[
  { type: 'deep', units: 2 },
  // @ts-expect-error misspelt
  { type: 'deep', unit: 2 },
  // @ts-expect-error missing
  'deep',
] satisfies BuiltIn['output'][];

/** What is built is held to the same, at the place where it is wrong. */
export const built = (): unknown[] => [
  buildModel(
    {
      source: { vocabulary: 5, embedding: 2 },
      target: { vocabulary: 5, embedding: 2 },
      encoder: { type: 'bag', units: 2, summary: 'mean' },
      bridge: 'scaled',
      decoder: { cell: { type: 'leaky', leak: 0.5 }, units: 2, context: 'attention' },
      attention: {
        query: 'current',
        // @ts-expect-error misspelt
        scorer: { type: 'cosine', sharpnes: 2 },
        window: { type: 'head', count: 2 },
      },
    },
    parts,
  ),
  buildLanguageModel(
    {
      target: { vocabulary: 5, embedding: 2 },
      // @ts-expect-error misspelt
      decoder: { cell: { type: 'leaky', leek: 0.5 }, units: 2 },
      output: { type: 'hiddenLayer', units: 2 },
    },
    { cells: parts.cells, outputs: parts.outputs },
  ),
];
