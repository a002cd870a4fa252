// All that a search considered for one text, for a viewer that replays it: why one output won, and when another was dropped.
import { search } from '@seq2seq/search';
import { traced, type TraceNode } from '@seq2seq/search/trace';
import { yieldRegularly } from '@seq2seq/train';
import type { TextModel } from '../text/text-model.ts';
import { openBatch } from './open-batch.ts';
import { searchedTexts, type TranslatedText } from './searched-texts.ts';
import type { TranslateTextsOptions } from './translate-options.ts';
import type { Translation } from './translation.ts';

/** A candidate of a step with its token in words; `parent` points to the candidate that it continues. */
export type TracedToken = TraceNode & { readonly text: string };

/** One step of a search. */
export type TracedStep = {
  /** From 0. */
  readonly step: number;
  readonly nodes: readonly TracedToken[];
  /** The best results so far, without alignments. */
  readonly best: readonly Translation[];
};

/** A search from its first step to its results. Plain data, but for the rows of alignments, which are arrays of numbers. */
export type SearchTrace = TranslatedText & { readonly steps: readonly TracedStep[] };

export type TraceSearchOptions = TranslateTextsOptions & {
  /** How many candidates of a row to record beside its end, as far as there are so many. Default: all that the strategy looks at. */
  readonly candidatesPerRow?: number;
  /** Called once per step, while the search goes on. */
  readonly onTrace?: (step: TracedStep) => void;
};

/**
 * Translates one text and tells all candidates of every step, kept, ended or pruned, with their scores. The translations are those of
 * `translate`. The scores of a strategy of one's own are told as by the default scoring.
 */
export const traceSearch = async (
  textModel: TextModel,
  text: string,
  { candidatesPerRow, onTrace, ...options }: TraceSearchOptions = {},
): Promise<SearchTrace> => {
  const tokensOf = (_: number, { source }: TextModel): string[] => source.tokenizer.tokenize(text);
  const { searched, sources, plan, told, textOf } = searchedTexts(textModel, 1, tokensOf, options);
  const [source] = sources;
  if (!source) return { ...told(0, []), steps: [] };
  const steps: TracedStep[] = [];
  const strategy = traced(
    plan.strategy,
    ({ step, nodes, best }) => {
      const inWords: TracedStep = {
        step,
        nodes: nodes.map((node) => ({ ...node, text: textOf(0, node.token) })),
        best: told(0, best[0] ?? [], { hasAlignments: false }).translations,
      };
      steps.push(inWords);
      onTrace?.(inWords);
    },
    { scoring: plan.scoring, ...(candidatesPerRow !== undefined && { candidatesPerRow }) },
  );
  const { model, start, request } = openBatch(searched, [source], plan);
  const watch = { signal: options.signal, onStep: yieldRegularly() };
  const [found] = await search(model, start, request, strategy, watch);
  return { ...told(0, found ?? []), steps };
};
