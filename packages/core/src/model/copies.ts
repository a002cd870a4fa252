// What may be copied of a source: which token of the target vocabulary, extended by the source's own, each of its tokens is.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { ConfigError } from '../errors/config-error.ts';
import { ShapeError } from '../errors/shape-error.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import { idsOf } from './token-batch.ts';

/**
 * The source as a target may copy it. ids [B, S] int32: below V a token of the target vocabulary, from V to V + X − 1 one that the
 * vocabulary lacks, counted for each row anew. X, `extra`: the most that a row has of them.
 */
export type Copies = { readonly ids: Tensor2D; readonly extra: number };

/** The same as tensors alone, so that a search can gather its rows: ids and mask [B, S]; extra [B, X] of zeros, absent where X is 0. */
export type CopySource = { readonly ids: Tensor2D; readonly mask: Tensor2D; readonly extra?: Tensor2D };

/**
 * Copies from rows of extended ids, as `extendedIds` of `@seq2seq/text` makes them.
 *
 * @param rows - one id for each token of the source
 * @param vocabularySize - V of the target
 * @param pad - fills up shorter rows; nothing is copied from there
 * @throws ShapeError if there is no id, or one is no whole number from 0
 */
export const copiesOf = (
  rows: readonly (readonly number[])[],
  { vocabularySize, pad }: { readonly vocabularySize: number; readonly pad: number },
): Copies => {
  const wrong = rows.flat().find((id) => !Number.isInteger(id) || id < 0);
  if (wrong !== undefined) {
    throw new ShapeError(`copiesOf: ${wrong} is no id; give whole numbers from 0.`, '[B, S]', [rows.length]);
  }
  const largest = rows.reduce((most, row) => row.reduce((id, other) => Math.max(id, other), most), 0);
  return { ids: idsOf(rows, pad), extra: Math.max(0, largest + 1 - vocabularySize) };
};

/** @throws ShapeError if there is not one id for each token of the source; ConfigError if `extra` is no count */
export const copySourceOf = ({ ids, extra }: Copies, mask: Tensor2D): CopySource => {
  const { B } = checkShapes('model.encode', { mask: [mask, 'B S'], 'copies.ids': [ids, 'B S'] });
  if (!Number.isInteger(extra) || extra < 0) {
    throw new ConfigError(
      `model.encode: copies.extra is ${extra}; give the number of source tokens that the target vocabulary lacks.`,
      'copies.extra',
    );
  }
  return { ids, mask, ...(extra > 0 && { extra: tf.zeros<tf.Rank.R2>([B, extra]) }) };
};
