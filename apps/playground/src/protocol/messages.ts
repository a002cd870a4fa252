// All that page and trainer say to each other. The page has no tensor, the trainer no element: this is the only thing they share.
import type { BackendChoice, Experiment } from '../experiment/experiment.ts';

/** Both sides come from one build; a page that was opened before an update says so instead of guessing. */
export const protocolVersion = 1;

/** `main` is the run of the Train view; the others are those that are compared. */
export type RunId = string;

/** A held-out example that is shown while the run learns. */
export type PinnedExample = {
  readonly source: readonly string[];
  /** The usual right answer. */
  readonly target: readonly string[];
  readonly sourceText: string;
  readonly targetText: string;
};

/** A number for a weight's first values: another run's weight of this path and shape began alike if it has the same. */
export type WeightFingerprint = { readonly path: string; readonly shape: readonly number[]; readonly values: number };

/** What a run is once it is set up. */
export type RunSummary = {
  readonly run: RunId;
  readonly weights: number;
  readonly sourceVocabulary: number;
  readonly targetVocabulary: number;
  readonly trainExamples: number;
  readonly pinned: readonly PinnedExample[];
  /** A few examples of those it learns from, as texts. */
  readonly sample: readonly { readonly source: string; readonly target: string }[];
  /** Steps done: 0 unless it goes on from a snapshot. */
  readonly step: number;
  /** Of all weights as they were made; absent where they were not. */
  readonly firstWeights?: readonly WeightFingerprint[];
};

/** A table of attention weights, flat: [rows · columns]. */
export type Weights = { readonly rows: number; readonly columns: number; readonly values: Float32Array };

/** A pinned example at one moment of training. */
export type ShownExample = {
  readonly output: readonly string[];
  readonly isRight: boolean;
  /** Where each token of the right answer looks, its end of sentence included; with models that attend. */
  readonly forced?: Weights;
};

/** How good a run is at one moment. */
export type Measure = {
  readonly step: number;
  /** Shares of held-out examples and of their tokens, greedily. */
  readonly exact: number;
  readonly tokenAccuracy: number;
  /** Nats per token on held-out examples. */
  readonly loss: number;
  /** In the order of `pinned`. */
  readonly examples: readonly ShownExample[];
  /** A number for all batches so far: equal where the same examples came in the same order. Absent after a snapshot. */
  readonly batches?: number;
};

/** What happened in one run since the last frame. */
export type RunFrame = {
  readonly run: RunId;
  readonly step: number;
  readonly epoch: number;
  /** The loss of each step since, the last of which is `step`; nats per token. */
  readonly losses: Float32Array;
  readonly measures: readonly Measure[];
  /** Of training alone. */
  readonly stepsPerSecond: number;
  readonly seconds: number;
};

export type StopReason = 'steps' | 'exact' | 'loss' | 'seconds';

/** Where tensors are computed, and why there. */
export type BackendReport = {
  readonly name: Exclude<BackendChoice, 'auto'>;
  readonly threads: number;
  readonly why: string;
};

/** How an output is looked for. */
export type SearchChoices = {
  readonly strategy: 'greedy' | 'beam' | 'diverse-beam' | 'sampling' | 'stochastic-beam';
  /** Of a beam, or how many outputs are drawn. */
  readonly width: number;
  readonly nBest: number;
  readonly alpha: number;
  readonly maxLength: number;
  readonly temperature: number;
  /** 0 is no limit. */
  readonly topK: number;
  /** 1 is no limit. */
  readonly topP: number;
  readonly seed: number;
  /** Target tokens that the output begins with. */
  readonly prefix: readonly string[];
  readonly banned: readonly string[];
};

/** One output for a text. */
export type FoundOutput = {
  readonly text: string;
  readonly tokens: readonly string[];
  readonly logProb: number;
  readonly score: number;
  readonly finished: boolean;
  /** Of each token, the end of sentence included where it is finished. */
  readonly tokenLogProbs: readonly number[];
  /** A row for each token, the end of sentence included where it is finished; with models that attend. */
  readonly alignment?: Weights;
};

export type SearchAnswer = {
  /** Without the end of sentence, which is the last column of alignments. */
  readonly sourceTokens: readonly string[];
  /** Positions of tokens that the model does not know. */
  readonly unknown: readonly number[];
  readonly outputs: readonly FoundOutput[];
  /** The step that the weights are of. */
  readonly step: number;
};

/** One candidate of a search, with its place among all of its step by log-probability, from 1: not all of them are sent. */
export type TracedCandidate = {
  readonly id: number;
  /** Absent at the first step. */
  readonly parent?: number;
  readonly source: number;
  readonly token: number;
  readonly tokenLogProb: number;
  readonly logProb: number;
  readonly score: number;
  readonly outcome: 'kept' | 'ended' | 'pruned';
  readonly rows: readonly number[];
  readonly rank: number;
};

/** An output of a search as its tokens' numbers, the end of sentence included where it is finished. */
export type TracedResult = {
  readonly tokens: readonly number[];
  readonly logProb: number;
  readonly score: number;
  readonly finished: boolean;
};

/** One step of a search. */
export type TracedStep = {
  /** All that were kept or have ended, and of each beginning the best that were pruned. */
  readonly nodes: readonly TracedCandidate[];
  /** Of the one source the best results so far. */
  readonly best: readonly [readonly TracedResult[]];
  /** How many rows it went on from, how many candidates it looked at, and how many rows it kept. */
  readonly rows: number;
  readonly considered: number;
  readonly kept: number;
  /** How many pruned candidates of a beginning are not sent, by the id of what they continue; -1 at the first step. */
  readonly leftOut: readonly (readonly [parent: number, count: number])[];
};

export type TraceAnswer = SearchAnswer & {
  readonly steps: readonly TracedStep[];
  /** The text of each token that occurs. */
  readonly labels: readonly (readonly [token: number, text: string])[];
  /** What greedy search finds instead of a beam. */
  readonly greedy?: FoundOutput;
};

/** A token that was likely at one step. */
export type LikelyToken = { readonly token: string; readonly logProb: number };

/** The numbers of an attention, from query to weight: a row for each step, a column for each source token and the end of sentence. */
export type AttentionInside = {
  /** [T, Q] what was looked for. */
  readonly queries: Weights;
  /** Scores before they are normalised. */
  readonly energies: Weights;
  /** 1 where the window lets a step look. */
  readonly allowed: Weights;
  /** What the window multiplies weights with, if it does. */
  readonly emphasis?: Weights;
  /** [S, D] what was looked at. */
  readonly memory: Weights;
  /** [S, A] what the scorer makes of each position beforehand, where that is one vector and not the memory itself. */
  readonly keys?: Weights;
};

export type InspectRequest = {
  readonly run: RunId;
  readonly text: string;
  /** How many likely tokens to tell of each step. */
  readonly top: number;
  /** Rows that stand in for the attention's own; each sums to 1. */
  readonly forced: readonly { readonly row: number; readonly weights: Float32Array }[];
};

/** The greedy output, and what went into it. */
export type InspectAnswer = SearchAnswer & {
  /** Of each step, the likeliest first. */
  readonly likely: readonly (readonly LikelyToken[])[];
  /** With models that attend. */
  readonly inside?: AttentionInside;
};

/** A held-out example, and how a run fares with it. */
export type JudgedExample = PinnedExample & {
  /** Greedily. */
  readonly output: readonly string[];
  readonly isRight: boolean;
  /** Tokens to insert, delete or replace until the output is the nearest right answer. */
  readonly edits: number;
  /** Of the usual right answer, in nats per token. */
  readonly loss: number;
};

/** Where a run is wrong. */
export type ErrorsAnswer = {
  /** The step that this is of. */
  readonly step: number;
  /** All that are measured with. */
  readonly examples: readonly JudgedExample[];
  /** How many are right by the length of their sources, the shortest first. */
  readonly lengths: readonly {
    readonly from: number;
    readonly to: number;
    readonly right: number;
    readonly total: number;
  }[];
};

/** Everything a run needs to go on: the files of the model and the state of training. */
export type Snapshot = {
  readonly experiment: Experiment;
  readonly step: number;
  /** Empty for a model that came without it: one can translate with it, and not go on. */
  readonly training: Uint8Array<ArrayBuffer>;
  readonly files: readonly (readonly [name: string, bytes: Uint8Array<ArrayBuffer>])[];
  /** Of a model that came without its training: what messages call it, and whether it was trained by this experiment. */
  readonly model?: { readonly name: string; readonly isOfExperiment: boolean };
};

/** One thing that was tried of a scorer; without a problem it went well. */
export type ScorerFinding = { readonly what: string; readonly problem?: string };

/** What a check of the user's scorer has found, in order. */
export type ScorerReport = {
  readonly findings: readonly ScorerFinding[];
  /** The weights that it makes, and whether training would ever change them. */
  readonly weights: readonly { readonly name: string; readonly shape: readonly number[]; readonly learns: boolean }[];
};

type Command<Request, Answer> = { readonly request: Request; readonly answer: Answer };

/** What the page may ask for. */
export type Commands = {
  readonly begin: Command<{ readonly version: number; readonly backend: BackendChoice }, BackendReport>;
  /** Makes a run with fresh weights, in the place of one of the same name. */
  readonly configure: Command<{ readonly run: RunId; readonly experiment: Experiment }, RunSummary>;
  /** Changes what may change while a run goes on. */
  readonly change: Command<{ readonly run: RunId; readonly experiment: Experiment }, void>;
  /** Lets these runs take steps in turns, and no others. */
  readonly play: Command<{ readonly runs: readonly RunId[] }, void>;
  readonly pause: Command<Record<never, never>, void>;
  /** So many steps, and then a measure. */
  readonly step: Command<{ readonly run: RunId; readonly count: number }, void>;
  readonly remove: Command<{ readonly run: RunId }, void>;
  readonly translate: Command<
    { readonly run: RunId; readonly text: string; readonly search: SearchChoices },
    SearchAnswer
  >;
  /** Translates, and tells all that was considered. */
  readonly trace: Command<{ readonly run: RunId; readonly text: string; readonly search: SearchChoices }, TraceAnswer>;
  /** Translates greedily, and tells what went into each token. */
  readonly inspect: Command<InspectRequest, InspectAnswer>;
  /** Judges each held-out example. */
  readonly errors: Command<{ readonly run: RunId }, ErrorsAnswer>;
  /** Shows one more of the held-out examples from now on, by its source; answers with those that are shown then. */
  readonly pin: Command<{ readonly run: RunId; readonly source: readonly string[] }, readonly PinnedExample[]>;
  readonly snapshot: Command<{ readonly run: RunId }, Snapshot>;
  readonly restore: Command<{ readonly run: RunId; readonly snapshot: Snapshot }, RunSummary>;
  /** Tries the user's scorer in the sizes of an experiment; only in the sandbox. */
  readonly checkScorer: Command<{ readonly code: string; readonly experiment: Experiment }, ScorerReport>;
  /** Tensors that are held, to see that none is lost. */
  readonly memory: Command<Record<never, never>, { readonly tensors: number; readonly bytes: number }>;
};

/** What the trainer says unasked. */
export type Events = {
  readonly frame: { readonly runs: readonly RunFrame[] };
  readonly stopped: { readonly run: RunId; readonly reason: StopReason };
  /** A run that cannot go on, with what to say about it. */
  readonly failed: {
    readonly run: RunId;
    readonly step: number;
    readonly message: string;
    readonly isNotFinite: boolean;
  };
};

export type CommandName = keyof Commands;
export type EventName = keyof Events;
