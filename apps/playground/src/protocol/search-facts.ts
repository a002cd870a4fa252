// What there is to know of an output: how it was looked for, what was considered, what went into it.
import type { RunId, Weights } from './run-facts.ts';

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
