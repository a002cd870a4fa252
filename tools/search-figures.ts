/** The textbook example of beam search as figures: what greedy search finds, and what a beam of three finds. */
import { beam, greedy, search, type SearchStrategy } from '@seq2seq/search';
import { textbookExample } from '@seq2seq/search/testing';
import { traced, type TraceStep } from '@seq2seq/search/trace';
import { svgSearchTree } from '@seq2seq/viz';

/** Each figure by its name in docs/images. */
export async function searchFigures(): Promise<Readonly<Record<string, string>>> {
  return {
    'greedy-textbook.svg': await figureOf('Greedy search', greedy(), 2),
    'beam-textbook.svg': await figureOf('A beam of three', beam({ width: 3, nBest: 3 }), 1),
  };
}

async function figureOf(name: string, strategy: SearchStrategy, prunedPerRow: number): Promise<string> {
  const { source, words, model, task } = textbookExample();
  const trace: TraceStep[] = [];
  // All words, so that the counts of what is left out are those of the vocabulary.
  const following = traced(strategy, (step) => trace.push(step), { candidatesPerRow: words.length });
  await search(model, model.start(1), task, following);
  const labelOf = (token: number): string => words[token] ?? '';
  return svgSearchTree(trace, { labelOf, title: `${name}: ${source}`, numbers: 'probability', prunedPerRow });
}
