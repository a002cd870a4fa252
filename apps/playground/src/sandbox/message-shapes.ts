// What the page believes of a trainer that runs the user's code: messages of these shapes and sizes, and nothing else. Each shape is
// typed by what it is a shape of, so that a message that is changed and not described here does not compile.
import * as z from 'zod/mini';
import { backendChoices, experimentSchema } from '../experiment/experiment.ts';
import type {
  AttentionInside,
  CommandName,
  Commands,
  ErrorsAnswer,
  EventName,
  Events,
  FoundOutput,
  InspectAnswer,
  JudgedExample,
  LikelyToken,
  Measure,
  PinnedExample,
  RunFrame,
  SearchAnswer,
  TraceAnswer,
  TracedCandidate,
  TracedResult,
  TracedStep,
  WeightFingerprint,
  Weights,
} from '../protocol/messages.ts';

type Shape<T> = z.ZodMiniType<T>;
type Fields<T> = { readonly [Key in keyof T]-?: Shape<Required<T>[Key]> | Shape<T[Key]> };

/** Limits that no run of the playground comes near, and that no tab dies of. */
const most = { text: 20_000, list: 4000, cells: 4_000_000, bytes: 256 * 2 ** 20, files: 100 };

const text: Shape<string> = z.string().check(z.maxLength(most.text));
/** Any number, NaN too: a run that diverges has such losses. */
const number: Shape<number> = z.custom<number>((value) => typeof value === 'number');
const count: Shape<number> = z.int().check(z.minimum(0));
const flag: Shape<boolean> = z.boolean();
const nothing: Shape<void> = z.custom<void>((value) => value === undefined);
const list = <T>(item: Shape<T>): Shape<T[]> => z.array(item).check(z.maxLength(most.list));
const whole = <T>(fields: Fields<T>): Shape<T> => {
  const made: unknown = z.strictObject(fields);
  return made as Shape<T>;
};
const maybe = <T>(shape: Shape<T>): Shape<T> => z.exactOptional(shape);
const texts = list(text);

const numbers: Shape<Float32Array> = z.custom<Float32Array>(
  (value) => value instanceof Float32Array && value.length <= most.cells,
);
const bytes: Shape<Uint8Array<ArrayBuffer>> = z.custom<Uint8Array<ArrayBuffer>>(
  (value) => value instanceof Uint8Array && value.byteLength <= most.bytes,
);
const weights: Shape<Weights> = whole<Weights>({ rows: count, columns: count, values: numbers }).check(
  z.refine(({ rows, columns, values }) => rows * columns === values.length),
);

const measure: Shape<Measure> = whole<Measure>({
  step: count,
  exact: number,
  tokenAccuracy: number,
  loss: number,
  examples: list(whole({ output: texts, isRight: flag, forced: maybe(weights) })),
  batches: maybe(count),
});
const frame: Shape<RunFrame> = whole<RunFrame>({
  run: text,
  step: count,
  epoch: count,
  losses: numbers,
  measures: list(measure),
  stepsPerSecond: number,
  seconds: number,
});
const pinned: Fields<PinnedExample> = {
  ...{ source: texts, target: texts, sourceText: text, targetText: text },
  isChosen: maybe(flag),
};
const summary: Shape<Commands['configure']['answer']> = whole<Commands['configure']['answer']>({
  run: text,
  weights: count,
  sourceVocabulary: count,
  targetVocabulary: count,
  trainExamples: count,
  pinned: list(whole(pinned)),
  sample: list(whole({ source: text, target: text })),
  step: count,
  firstWeights: maybe(list(whole<WeightFingerprint>({ path: text, shape: list(count), values: count }))),
});

const output: Shape<FoundOutput> = whole<FoundOutput>({
  text,
  tokens: texts,
  logProb: number,
  score: number,
  finished: flag,
  tokenLogProbs: list(number),
  alignment: maybe(weights),
});
const found: Fields<SearchAnswer> = { sourceTokens: texts, unknown: list(count), outputs: list(output), step: count };
const result: Shape<TracedResult> = whole<TracedResult>({
  tokens: list(count),
  logProb: number,
  score: number,
  finished: flag,
});
const tracedStep: Shape<TracedStep> = whole<TracedStep>({
  nodes: list(
    whole<TracedCandidate>({
      ...{ id: count, parent: maybe(count), source: count, token: count },
      ...{ tokenLogProb: number, logProb: number, score: number },
      outcome: z.enum(['kept', 'ended', 'pruned']),
      rows: list(count),
      rank: count,
    }),
  ),
  best: z.tuple([list(result)]),
  ...{ rows: count, considered: count, kept: count },
  leftOut: list(z.tuple([z.int(), count])),
});

const inside: Shape<AttentionInside> = whole<AttentionInside>({
  ...{ queries: weights, energies: weights, allowed: weights, emphasis: maybe(weights) },
  ...{ memory: weights, keys: maybe(weights) },
});

export const eventShapes: { readonly [Name in EventName]: Shape<Events[Name]> } = {
  frame: whole<Events['frame']>({ runs: list(frame) }),
  stopped: whole<Events['stopped']>({ run: text, reason: z.enum(['steps', 'exact', 'loss', 'seconds']) }),
  failed: whole<Events['failed']>({ run: text, step: count, message: text, isNotFinite: flag }),
};

export const answerShapes: { readonly [Name in CommandName]: Shape<Commands[Name]['answer']> } = {
  begin: whole<Commands['begin']['answer']>({
    name: z.enum(backendChoices.filter((name) => name !== 'auto')),
    threads: count,
    why: text,
  }),
  configure: summary,
  restore: summary,
  change: nothing,
  play: nothing,
  pause: nothing,
  step: nothing,
  remove: nothing,
  translate: whole<Commands['translate']['answer']>(found),
  trace: whole<TraceAnswer>({
    ...found,
    steps: list(tracedStep),
    labels: list(z.tuple([count, text])),
    greedy: maybe(output),
  }),
  inspect: whole<InspectAnswer>({
    ...found,
    likely: list(list(whole<LikelyToken>({ token: text, logProb: number }))),
    inside: maybe(inside),
  }),
  errors: whole<ErrorsAnswer>({
    step: count,
    examples: list(whole<JudgedExample>({ ...pinned, output: texts, isRight: flag, edits: count, loss: number })),
    lengths: list(whole({ from: count, to: count, right: count, total: count })),
  }),
  pin: list(whole(pinned)),
  snapshot: whole<Commands['snapshot']['answer']>({
    experiment: experimentSchema,
    step: count,
    training: bytes,
    files: z.array(z.tuple([text, bytes])).check(z.maxLength(most.files)),
    chosen: maybe(list(texts)),
    model: maybe(whole({ name: text, isOfExperiment: flag })),
  }),
  checkScorer: whole<Commands['checkScorer']['answer']>({
    findings: list(whole({ what: text, problem: maybe(text) })),
    weights: list(whole({ name: text, shape: list(count), learns: flag })),
  }),
  memory: whole<Commands['memory']['answer']>({ tensors: count, bytes: count }),
};
