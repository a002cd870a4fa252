// What one run of the playground is, as one flat, checked object: the link, the form, the file and the worker all speak of this.
import { en } from 'zod/locales';
import * as z from 'zod/mini';

/** The names of the problems, in the order in which they are offered. */
export const taskNames = ['reverse', 'copy', 'sort', 'dates', 'addition', 'numbers', 'phrases', 'g2p', 'own'] as const;
export type TaskName = (typeof taskNames)[number];

export const cellNames = ['rnn', 'gru', 'lstm'] as const;
export const directionNames = ['forward', 'backward', 'bidirectional'] as const;
export const contextNames = ['attention', 'every-step', 'initial'] as const;
export const scorerNames = [
  'mlp',
  'dot',
  'scaled-dot',
  'learned-scale-dot',
  'general',
  'normed-mlp',
  'location',
  'location-sensitive',
  'coverage-count',
  'coverage-gru',
  'coverage-fertility',
  'own',
] as const;
export type ScorerName = (typeof scorerNames)[number];
export const windowNames = ['global', 'local-m', 'local-p'] as const;
export const normalizerNames = ['softmax', 'sparsemax', 'entmax-1.5', 'monotonic'] as const;
export const queryNames = ['previous', 'current'] as const;
export const optimizerNames = ['adam', 'sgd'] as const;
export const backendChoices = ['auto', 'simd', 'simd-strict', 'wasm', 'cpu'] as const;
export type BackendChoice = (typeof backendChoices)[number];

/** Everything that decides the numbers of a run, and when it ends. */
export type Experiment = {
  readonly task: TaskName;
  /** Tokens of the shortest and the longest source, where the problem lets one choose. */
  readonly shortest: number;
  readonly longest: number;
  /** How many examples to learn from. */
  readonly examples: number;
  /** The user's own pairs, a source, a tab and a target on each line; read where the task is `own`. */
  readonly ownPairs: string;
  readonly ownTokens: 'characters' | 'words';

  readonly cell: (typeof cellNames)[number];
  readonly layers: number;
  readonly direction: (typeof directionNames)[number];
  /** H of the decoder, even; an encoder that reads both ways has half of it each way. */
  readonly units: number;
  readonly embedding: number;
  /** Whether the source is read from its end (Sutskever et al. 2014). */
  readonly reversed: boolean;
  readonly context: (typeof contextNames)[number];
  readonly scorer: ScorerName;
  /** TypeScript of the user's own scorer; read where the scorer is `own`. */
  readonly ownScorer: string;
  readonly window: (typeof windowNames)[number];
  /** How many tokens a local window shows to each side. */
  readonly windowSize: number;
  readonly normalizer: (typeof normalizerNames)[number];
  readonly query: (typeof queryNames)[number];
  readonly inputFeeding: boolean;
  readonly dropout: number;

  readonly optimizer: (typeof optimizerNames)[number];
  readonly learningRate: number;
  readonly batchSize: number;
  /** The longest gradient, as a global norm. */
  readonly clip: number;
  readonly labelSmoothing: number;
  readonly seed: number;

  /** Training ends at whatever comes first. */
  readonly stopSteps: number;
  /** Share of held-out examples that are exactly right; above 1 never. */
  readonly stopExact: number;
  /** Nats per token; 0 never. */
  readonly stopLoss: number;
  /** Seconds of training; 0 never. */
  readonly stopSeconds: number;
  readonly backend: BackendChoice;
};
export type ExperimentKey = keyof Experiment;

const whole = (least: number, most: number): z.ZodMiniType<number> => z.int().check(z.minimum(least), z.maximum(most));
const number = (least: number, most: number): z.ZodMiniType<number> =>
  z.number().check(z.minimum(least), z.maximum(most));

/** What each key may be. Limits keep a tab alive; they are no claim about models. */
export const experimentSchema: z.ZodMiniObject<{ readonly [Key in ExperimentKey]: z.ZodMiniType<Experiment[Key]> }> =
  z.strictObject({
    task: z.enum(taskNames),
    shortest: whole(1, 40),
    longest: whole(1, 40),
    examples: whole(16, 30_000),
    ownPairs: z.string(),
    ownTokens: z.enum(['characters', 'words']),
    cell: z.enum(cellNames),
    layers: whole(1, 4),
    direction: z.enum(directionNames),
    units: z.int().check(z.minimum(2), z.maximum(256), z.multipleOf(2)),
    embedding: whole(2, 128),
    reversed: z.boolean(),
    context: z.enum(contextNames),
    scorer: z.enum(scorerNames),
    ownScorer: z.string(),
    window: z.enum(windowNames),
    windowSize: whole(1, 20),
    normalizer: z.enum(normalizerNames),
    query: z.enum(queryNames),
    inputFeeding: z.boolean(),
    dropout: number(0, 0.9),
    optimizer: z.enum(optimizerNames),
    learningRate: number(1e-5, 10),
    batchSize: whole(1, 256),
    clip: number(0.01, 100),
    labelSmoothing: number(0, 0.9),
    seed: whole(0, 2 ** 31 - 1),
    stopSteps: whole(1, 1_000_000),
    stopExact: number(0, 2),
    stopLoss: number(0, 100),
    stopSeconds: number(0, 86_400),
    backend: z.enum(backendChoices),
  });

/** The keys that can change while a run goes on; any other asks for a new one. */
export const liveKeys: ReadonlySet<ExperimentKey> = new Set([
  'learningRate',
  'stopSteps',
  'stopExact',
  'stopLoss',
  'stopSeconds',
  // The page takes runs from one backend to another as they are.
  'backend',
]);

/** Whether going from one to the other takes a new run. */
export const needsRestart = (from: Experiment, to: Experiment): boolean =>
  (Object.keys(from) as ExperimentKey[]).some((key) => !liveKeys.has(key) && from[key] !== to[key]);

export const isSame = (one: Experiment, other: Experiment): boolean =>
  (Object.keys(one) as ExperimentKey[]).every((key) => one[key] === other[key]);

/**
 * Reads an experiment that comes from outside.
 *
 * @throws Error that names each wrong key, what it expects and what came
 */
export const parseExperiment = (value: unknown, where: string): Experiment => {
  const result = experimentSchema.safeParse(value, { error: en().localeError });
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => {
    const came = path.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown>)[key], value);
    return `${path.join('.') || 'experiment'}: ${message}${path.length > 0 ? `, got ${JSON.stringify(came)}` : ''}`;
  });
  throw new Error(`${where}: ${problems.join('; ')}; correct it, or begin with a preset.`);
};
