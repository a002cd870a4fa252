// A second description of what a model computes: sentence by sentence, number by number, in float64, straight from the equations in
// docs/papers.md. It shares nothing with the models but the names of the weights, so that either can hold the other to account.
import { decode } from './reference-decoder.ts';
import { encode } from './reference-encoder.ts';
import type { ReferenceConfig } from './reference-config.ts';
import { add, differentiate, scaled, surprise, type Vector, vector } from './vector.ts';

/** Sentences of the source, and what is to be written for each: its tokens as they are given, and as they are wanted. */
export type ReferenceBatch = readonly {
  readonly source: readonly number[];
  readonly targetInput: readonly number[];
  readonly targetOutput: readonly number[];
}[];

export type ReferenceNumbers = {
  /** One row of scores for each sentence and target token. */
  readonly logits: readonly (readonly Float64Array[])[];
  /** The same of weights over the source; none without attention. */
  readonly alignments?: readonly (readonly Float64Array[])[];
  /** Mean over all target tokens of −log P. */
  readonly loss: number;
  /** Of the loss, for each weight by its name. */
  readonly gradients: ReadonlyMap<string, Float64Array>;
};

/** Everything that a model computes with teacher forcing. */
export const computeReference = (
  config: ReferenceConfig,
  weights: ReadonlyMap<string, ArrayLike<number>>,
  batch: ReferenceBatch,
): ReferenceNumbers => {
  const vectors = new Map([...weights].map(([name, values]) => [name, vector(values)]));
  const weightOf = (name: string): Vector => {
    const found = vectors.get(name);
    if (!found) throw new Error(`There is no weight ${name}.`);
    return found;
  };
  const written = batch.map(({ source, targetInput }) =>
    decode(config, encode(config, source, weightOf), targetInput, weightOf),
  );
  const losses = written.flatMap((steps, row) =>
    steps.map(({ logits }, t) => surprise(logits, batch[row]?.targetOutput[t] as number)),
  );
  const loss = scaled(add(...losses), 1 / losses.length);
  differentiate(loss);
  return {
    logits: written.map((steps) => steps.map(({ logits }) => logits.values)),
    ...(config.attention && {
      alignments: written.map((steps) => steps.map(({ alignment }) => (alignment as Vector).values)),
    }),
    loss: loss.values[0] as number,
    gradients: new Map([...vectors].map(([name, { gradient }]) => [name, gradient])),
  };
};
