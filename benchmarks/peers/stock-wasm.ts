import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { Side, TrainTask } from '../side.ts';
import type { EmbedTokens } from './stock-model.ts';
import { stockTraining } from './stock-training.ts';

/** tfjs's WASM backend as it comes. It cannot train embeddings by gathering, so they are products with one-hot rows. */
export const stockWasmSide: Side<TrainTask> = async (task) => {
  await tf.setBackend('wasm');
  return stockTraining(task, oneHotProduct);
};

const oneHotProduct: EmbedTokens = (ids, table) =>
  tf.matMul(tf.cast(tf.oneHot(ids, table.shape[0]), 'float32') as tf.Tensor2D, table);
