// Rules about outputs that a model need not know. A constraint edits what the model says before the strategy sees it, so every
// strategy obeys, and several compose: each only takes something away. What it knows about a row follows the row through the
// search, because it is a value: the knowledge after a token is made from the knowledge before it.

/** Where a constraint is to hold. */
export type ConstraintPlace = {
  /** Which source of the search, counted from 0. */
  readonly source: number;
  readonly eos: number;
  readonly vocabularySize: number;
  /** The most tokens an output of this source may have, the end of sentence included. */
  readonly maxLength: number;
};

/** What a constraint knows about one row, and what follows from it. Pure: rows that are repeated share it. */
export interface RowConstraint {
  /**
   * Edits the log-probabilities of the next token in place. −Infinity forbids a token; other numbers may change, must stay at
   * most 0 and are what hypotheses are then ranked by.
   *
   * @param logProbs - [V] of one row, perhaps edited by other constraints before
   * @param tokens - what the row has so far, without the beginning of sentence
   */
  apply(logProbs: Float32Array, tokens: readonly number[]): void;
  /** What it knows once the row has taken this token; absent if that is the same. */
  after?(token: number): RowConstraint;
  /**
   * How many tokens at the least are still missing once the row has taken this token, for a constraint that asks for something
   * to appear. A beam divides its places among rows that miss different numbers.
   */
  missingAfter?(token: number): number;
  /**
   * The only tokens that `missingAfter` tells apart, in rising order: after any other it is the same, whichever it is. Absent if
   * they are many; a beam is faster where they are few.
   */
  readonly toldApart?: readonly number[];
}

/** A rule about the outputs of a source. It keeps nothing itself: `begin` makes what one source needs. */
export interface Constraint {
  /** The most tokens it lets an output have; others then know. */
  readonly maxLength?: number;
  /** @throws SearchError if no output of this source could obey */
  begin(place: ConstraintPlace): RowConstraint;
}

/** The constraints of a request: the same for all sources, or those of each. */
export type Constraints = readonly Constraint[] | ((source: number) => readonly Constraint[]);
