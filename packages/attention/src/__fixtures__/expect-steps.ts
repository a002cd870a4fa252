// Several steps of attention by plain loops in float64, each row alone and each step from the list of all steps before, against the
// tensors, which carry a history instead.
import { createParameterStore, createRandom, fromSeed, type ParameterStore, type TensorTree } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor2D, Tensor3D, TensorLike, Variable } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { composeAttention } from '../compose-attention.ts';
import type { AttentionSizes, Scorer, ScorerKind } from '../scorer/scorer.ts';
import { expectNumbers } from './expect-numbers.ts';
import { expectTidy } from './expect-tidy.ts';
import { dot, type Matrix, randomMatrix, softmaxWhere, type Vector } from './float64-loops.ts';

/** What one row looked for at a step, and where it looked. */
export type PastStep = { readonly query: Vector; readonly weights: Vector };

/** One row's scores [S] at a step: from its query [Q], its memory [S, D], the weights by name, and the steps before. */
export type StepFormula = (
  query: Vector,
  memory: Matrix,
  weights: Readonly<Record<string, unknown>>,
  past: readonly PastStep[],
) => Vector;

type Nested = number | readonly Nested[];

/** queries [T, B, Q]; memories [B, S, D], zero at padding; weights by name. */
type Inputs = {
  readonly queries: readonly Matrix[];
  readonly memories: readonly Matrix[];
  readonly weights: Readonly<Record<string, Nested>>;
};

type Trial = { readonly store: ParameterStore; readonly inputs: Inputs; readonly lengths: readonly number[] };
type TrialSizes = AttentionSizes & { readonly B: number; readonly S: number };

const steps = 4;

/** Weights of which none is zero or as it was at first, so that a formula that leaves one out is found out. */
const withTrial = <Options, Keys extends TensorTree>(
  kind: ScorerKind<Options, Keys>,
  options: Options,
  { B, S, ...sizes }: TrialSizes,
  seed: number,
  check: (scorer: Scorer<Keys>, trial: Trial) => void,
): void =>
  expectTidy(() => {
    const random = createRandom(seed);
    const store = createParameterStore(fromSeed(seed));
    const scorer = kind.create(sizes, options, store);
    for (const [path, weight] of store.entries()) {
      const [values] = randomMatrix(1, weight.size, random.fork(path), 1.5) as [Vector];
      weight.assign(tf.tensor(values, weight.shape));
    }
    const lengths = Array.from({ length: B }, (_, row) => (row === 0 ? S : 1 + Math.floor(random.next() * S)));
    const memories = lengths.map((length, row) =>
      randomMatrix(S, sizes.memorySize, random.fork(`memory ${row}`)).map((m, s) => (s < length ? m : m.map(() => 0))),
    );
    const queries = Array.from({ length: steps }, (_, t) => randomMatrix(B, sizes.querySize, random.fork(`query ${t}`)));
    const weights = Object.fromEntries([...store.entries()].map(([path, weight]) => [path, weight.arraySync()]));
    check(scorer, { store, lengths, inputs: { queries, memories, weights } });
    store.dispose();
  });

/** What every step scores and where it looks, [T][B][S]. */
type Seen<Row> = { readonly scores: Row; readonly weights: Row }[];

const stepsByLoops = (formula: StepFormula, { queries, memories, weights }: Inputs, lengths: readonly number[]) => {
  const past: PastStep[][] = lengths.map(() => []);
  return queries.map((query) =>
    query.map((q, row) => {
      const memory = memories[row] as Matrix;
      const before = past[row] as PastStep[];
      const scores = formula(q, memory, weights, before);
      const attended = softmaxWhere(
        scores,
        memory.map((_, s) => s < (lengths[row] as number)),
      );
      before.push({ query: q, weights: attended });
      return { scores, weights: attended };
    }),
  );
};

const stepsByTensors = <Keys extends TensorTree>(
  scorer: Scorer<Keys>,
  queries: Tensor3D,
  values: Tensor3D,
  lengths: readonly number[],
): Seen<Tensor2D> => {
  const seen: Tensor2D[] = [];
  const attention = composeAttention({
    memorySize: values.shape[2],
    scorer: {
      ...scorer,
      score: (...step) => {
        const scores = scorer.score(...step);
        seen.push(scores);
        return scores;
      },
    },
  });
  const positions = Array.from({ length: values.shape[1] }, (_, s) => s);
  const mask = tf.tensor2d(lengths.map((length) => positions.map((s) => (s < length ? 1 : 0))));
  const memory = attention.prepare({ values, mask });
  let history = attention.begin(memory);
  return tf.unstack(queries).map((query) => {
    const attended = attention.attend(query as Tensor2D, memory, history, { training: false });
    ({ history } = attended);
    return { scores: tf.mul(seen.at(-1) as Tensor2D, mask), weights: attended.weights };
  });
};

/** Holds several steps of a kind of scorer against a formula, for many sizes, weights and inputs with padding. */
export const expectSteps = <Options, Keys extends TensorTree>(
  kind: ScorerKind<Options, Keys>,
  options: Options,
  formula: StepFormula,
  { equalSizes = false, names = [] }: { readonly equalSizes?: boolean; readonly names?: readonly string[] } = {},
): void => {
  const size = (max: number) => fc.integer({ min: 1, max });
  fc.assert(
    fc.property(size(3), size(6), size(4), size(4), fc.nat(), (B, S, querySize, width, seed) => {
      const memorySize = equalSizes ? querySize : width;
      withTrial(kind, options, { B, S, querySize, memorySize }, seed, (scorer, { inputs, lengths }) => {
        const found = Object.keys(inputs.weights).join();
        if (found !== names.join()) throw new Error(`weights are ${found}`);
        const wanted = stepsByLoops(formula, inputs, lengths);
        const queries = tf.tensor3d(inputs.queries as number[][][]);
        const actual = stepsByTensors(scorer, queries, tf.tensor3d(inputs.memories as number[][][]), lengths);
        for (const [t, step] of wanted.entries()) {
          const { scores, weights } = actual[t] as { scores: Tensor; weights: Tensor };
          const real = (row: Vector, b: number): Vector => row.map((x, s) => (s < (lengths[b] as number) ? x : 0));
          expectNumbers(scores, step.map((row, b) => real(row.scores, b)) as TensorLike);
          expectNumbers(weights, step.map((row) => row.weights) as TensorLike);
        }
      });
    }),
    { seed: 1, numRuns: 25 },
  );
};

/** Holds the gradients of several steps, through the weights of the steps before, against the slopes of a formula in float64. */
export const expectStepGradients = <Options, Keys extends TensorTree>(
  kind: ScorerKind<Options, Keys>,
  options: Options,
  formula: StepFormula,
  sizes: AttentionSizes = { querySize: 3, memorySize: 2 },
): void => {
  const [B, S] = [2, 4];
  const parts = Array.from({ length: steps }, (_, t) => randomMatrix(B, S, createRandom(t)));
  withTrial(kind, options, { B, S, ...sizes }, 1, (scorer, { store, inputs, lengths }) => {
    const byLoops = (given: Inputs): number => {
      const seen = stepsByLoops(formula, given, lengths);
      const perStep = seen.map((step, t) => step.map(({ weights }, row) => dot(weights, parts[t]?.[row] as Vector)));
      return perStep.flat().reduce((sum, x) => sum + x, 0);
    };
    const queries = tf.variable(tf.tensor3d(inputs.queries as number[][][]));
    const values = tf.variable(tf.tensor3d(inputs.memories as number[][][]));
    const byTensors = (): Scalar => {
      const seen = stepsByTensors(scorer, queries as Tensor3D, values as Tensor3D, lengths);
      return tf.addN(
        seen.map(({ weights }, t) => tf.sum<Scalar>(tf.mul(weights, tf.tensor2d(parts[t] as number[][])))),
      );
    };
    const { grads } = tf.variableGrads(byTensors, [queries, values, ...[...store.entries()].map(([, weight]) => weight)]);
    const gradientOf = (variable: Variable): Tensor => grads[variable.name] as Tensor;

    const movedQueries = slopes(inputs.queries, (moved) => byLoops({ ...inputs, queries: moved as Matrix[] }));
    expectNumbers(gradientOf(queries), movedQueries);
    const movedMemories = slopes(inputs.memories, (moved) => byLoops({ ...inputs, memories: moved as Matrix[] }));
    expectNumbers(gradientOf(values), movedMemories);
    for (const [path, weight] of store.entries()) {
      const at = (moved: Nested): number => byLoops({ ...inputs, weights: { ...inputs.weights, [path]: moved } });
      expectNumbers(gradientOf(weight), slopes(inputs.weights[path] as Nested, at));
    }
    queries.dispose();
    values.dispose();
  });
};

/** The slope of a function by each number of a nested array. */
const slopes = (x: Nested, of: (moved: Nested) => number): Nested =>
  typeof x === 'number'
    ? (of(x + 1e-5) - of(x - 1e-5)) / 2e-5
    : x.map((part, i) => slopes(part, (moved) => of(x.with(i, moved))));
