/** What each part of the data is for: learn from `train`, choose with `dev`, report on `test` once. */
export type TaskSplit = 'train' | 'dev' | 'test';

/** A token of the first target and a token of the source that it is made from, each by its position, from 0. */
export type Link = readonly [target: number, source: number];

/** One problem with its solution, as tokens. */
export type TaskExample = {
  readonly source: readonly string[];
  /** One or more right answers; the first is the usual one. */
  readonly targets: readonly (readonly string[])[];
  /**
   * What attention should find, where it is known: which source tokens the tokens of the first target are made from, in order
   * of the target. A token may be made from several, or from none, such as a hyphen that is always there.
   */
  readonly links?: readonly Link[];
};

/** A problem's data. No source occurs in two splits, so `test` measures what was learnt and not what was remembered. */
export type TaskData = {
  readonly train: readonly TaskExample[];
  readonly dev: readonly TaskExample[];
  readonly test: readonly TaskExample[];
};

/** How many examples to invent for each split. */
export type SplitSizes = { readonly train: number; readonly dev: number; readonly test: number };
