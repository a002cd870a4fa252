// Sources of any sort, searched side by side.
import { type Hypothesis, search } from '@seq2seq/search';
import { yieldRegularly } from '@seq2seq/train';
import { openBatch, type SearchedModels, type SearchedSource } from './open-batch.ts';
import type { SearchPlan } from './plan-search.ts';

/**
 * The outputs of each source, best first. Results do not depend on what else is in the batch.
 *
 * @param sources - undefined where there is nothing to read, which has no output
 * @throws SearchError if an option is out of range
 */
export const searchSources = async (
  searched: SearchedModels,
  sources: readonly (SearchedSource | undefined)[],
  plan: SearchPlan,
  signal?: AbortSignal,
): Promise<readonly (readonly Hypothesis[])[]> => {
  const order = byLength(sources);
  const watch = { signal, onStep: yieldRegularly() };
  const found: (readonly Hypothesis[])[] = sources.map(() => []);
  for (let start = 0; start < order.length; start += plan.batchSize) {
    const batch = order.slice(start, start + plan.batchSize);
    const opened = openBatch(
      searched,
      batch.map(({ source }) => source),
      plan,
    );
    const hypotheses = await search(opened.model, opened.start, opened.request, plan.strategy, watch);
    for (const [row, { index }] of batch.entries()) found[index] = hypotheses[row] as readonly Hypothesis[];
  }
  return found;
};

/** Alike lengths side by side: less padding to compute. */
export const byLength = (
  sources: readonly (SearchedSource | undefined)[],
): readonly { readonly source: SearchedSource; readonly index: number }[] =>
  sources
    .flatMap((source, index) => (source ? [{ source, index }] : []))
    .toSorted((a, b) => lengthOf(a.source) - lengthOf(b.source));

const lengthOf = ({ sides }: SearchedSource): number => sides[0]?.source.length ?? 0;
