// All that page and trainer say to each other. The page has no tensor, the trainer no element: this is the only thing they share.
import type { BackendChoice, Experiment } from '../experiment/experiment.ts';
import type {
  BackendReport,
  ChosenSources,
  PinnedExample,
  RunFrame,
  RunId,
  RunSummary,
  StopReason,
} from './run-facts.ts';
import type { InspectAnswer, InspectRequest, SearchAnswer, SearchChoices, TraceAnswer } from './search-facts.ts';

/** Both sides come from one build; a page that was opened before an update says so instead of guessing. */
export const protocolVersion = 1;

export type {
  BackendReport,
  ChosenSources,
  Measure,
  PinnedExample,
  RunFrame,
  RunId,
  RunSummary,
  ShownExample,
  StopReason,
  WeightFingerprint,
  Weights,
} from './run-facts.ts';
export type {
  AttentionInside,
  FoundOutput,
  InspectAnswer,
  InspectRequest,
  LikelyToken,
  SearchAnswer,
  SearchChoices,
  TraceAnswer,
  TracedCandidate,
  TracedResult,
  TracedStep,
} from './search-facts.ts';

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
  /** The examples that are shown beside the first ones; none unless told. */
  readonly chosen?: ChosenSources;
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
  /**
   * Makes a run with fresh weights, in the place of one of the same name. It shows what was chosen before, as far as its own held-out
   * examples have it.
   */
  readonly configure: Command<
    { readonly run: RunId; readonly experiment: Experiment; readonly chosen?: ChosenSources },
    RunSummary
  >;
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
