// One width with one length normalisation: what was found for each word, as a line of the file of cells holds it.

/** What tells one cell from all others: two of the same plan find the same. */
export type CellPlan = {
  /** How many steps the model had learned. */
  readonly steps: number;
  /** Which weights it had then. */
  readonly weights: string;
  /** K. */
  readonly width: number;
  /** α of the length normalisation. */
  readonly alpha: number;
  /** How many words, from the first of the sample on. */
  readonly words: number;
};

/** What was found. Lists have one number for each word. */
export type CellFindings = {
  /** In nats, of the best output. */
  readonly logProbs: readonly number[];
  /** T: tokens of the best output, the end of sentence of a finished one included. */
  readonly lengths: readonly number[];
  /** Edits to the nearest pronunciation. */
  readonly edits: readonly number[];
  /** Phones of the nearest pronunciations, all words together. */
  readonly referencePhones: number;
  /** How many words have an unfinished output. */
  readonly unfinished: number;
  /** In nats, of an output that ends at once, whatever the search found: of the word where it is greatest. */
  readonly likeliestEmptyLogProb: number;
  /** Processor time of encoding and searching a word. */
  readonly milliseconds: { readonly mean: number; readonly median: number };
};

export type BeamCell = CellPlan &
  CellFindings & {
    /** When it ended, in the form of ISO 8601. */
    readonly date: string;
    readonly revision: string;
    readonly processor: string;
    readonly node: string;
  };

export const widths: readonly number[] = [1, 3, 10, 100, 1000, 3000];
export const alphas: readonly number[] = [0, 0.7, 1];
/** The widest beam that is asked all words of a stage. */
const widestOfMany = 100;

/** A model at one stage of its education, and how many words it is asked: all beams a few, those that are quick many. */
export type Stage = { readonly name: string; readonly steps: number; readonly few: number; readonly many: number };

/** 5,000 steps are about what npm start makes in its three minutes on a machine of two cores. */
export const stages: readonly Stage[] = [
  { name: 'trained', steps: 5000, few: 200, many: 1000 },
  { name: 'unsure', steps: 250, few: 40, many: 1000 },
];

/** All cells of a stage, the quick ones first. */
export const plansOf = ({ steps, few, many }: Stage, weights: string): CellPlan[] =>
  widths.flatMap((width) =>
    (width > widestOfMany ? [few] : [few, many]).flatMap((words) =>
      alphas.map((alpha) => ({ steps, weights, width, alpha, words })),
    ),
  );

/** The cell of a plan, if it is among these; of several the last. */
export const cellOf = (cells: readonly BeamCell[], plan: CellPlan): BeamCell | undefined => {
  const keys = Object.keys(plan) as (keyof CellPlan)[];
  return cells.findLast((cell) => keys.every((key) => cell[key] === plan[key]));
};
