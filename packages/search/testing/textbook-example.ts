// The example by which beam search is often taught (Ng, "Sequence Models"): a French sentence, three beginnings kept, and a
// frequent word that leads greedy search away from the better sentence. Written down as a table, so that it can be run.

import { tableModel, type TableModel } from './table-model.ts';

/** The example, ready to be searched: `search(model, model.start(1), task, strategy)`. */
export type TextbookExample = {
  readonly source: string;
  /** Every word by its token. */
  readonly words: readonly string[];
  readonly model: TableModel;
  readonly task: { readonly sources: 1; readonly bos: number; readonly eos: number; readonly maxLength: number };
  /** Words of tokens, the end of sentence left out. */
  readonly text: (tokens: readonly number[]) => string;
};

const eos = 0;
const words = ['</s>', ...'africa be going in is jane september to visit visiting visits'.split(' ')];

/** What follows which words. What is left of 1 is shared by all other words; an end of sentence is possible where it stands. */
const table: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  '': { jane: 0.42, in: 0.3, september: 0.22 },
  in: { september: 0.6, africa: 0.2 },
  september: { jane: 0.4, is: 0.3 },
  jane: { is: 0.5, visits: 0.35 },
  'in september': { jane: 0.9 },
  'in september jane': { is: 0.55, visits: 0.35 },
  'jane is': { going: 0.6, visiting: 0.3 },
  'jane is going': { to: 0.95 },
  'jane is going to': { be: 0.5, visit: 0.4 },
  'jane is going to be': { visiting: 0.8 },
  'jane is going to be visiting': { africa: 0.8 },
  'jane is going to be visiting africa': { in: 0.8 },
  'jane is going to be visiting africa in': { september: 0.8 },
  'jane is going to be visiting africa in september': { '</s>': 0.9 },
  'jane visits': { africa: 0.95 },
  'jane visits africa': { in: 0.9 },
  'jane visits africa in': { september: 0.95 },
  'jane visits africa in september': { '</s>': 0.95 },
};

/** Where the table says nothing, a sentence most likely ends. */
const elsewhere = { '</s>': 0.5 };

/** Makes the example. A beam of three keeps in september, jane is and jane visits, where greedy search takes jane is going. */
export function textbookExample(): TextbookExample {
  const text = (tokens: readonly number[]) =>
    tokens
      .filter((token) => token !== eos)
      .map((token) => words[token])
      .join(' ');
  const nextProbabilities = (_: number, prefix: readonly number[]) => {
    const known: Readonly<Record<string, number>> = table[text(prefix)] ?? elsewhere;
    const left = 1 - Object.values(known).reduce((sum, probability) => sum + probability, 0);
    const others = words.filter((word, token) => token !== eos && known[word] === undefined).length;
    return words.map((word, token) => known[word] ?? (token === eos ? 0 : left / others));
  };
  return {
    source: 'jane visite l’afrique en septembre',
    words,
    model: tableModel({ vocabularySize: words.length, nextProbabilities }),
    task: { sources: 1, bos: eos, eos, maxLength: 12 },
    text,
  };
}
