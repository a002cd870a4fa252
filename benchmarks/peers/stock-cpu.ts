import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import type { Side, TrainTask } from '../side.ts';
import type { EmbedTokens } from './stock-model.ts';
import { stockTraining } from './stock-training.ts';

/** tfjs's backend in plain JavaScript, embeddings by gathering rows. */
export const stockCpuSide: Side<TrainTask> = async (task) => {
  await tf.setBackend('cpu');
  return stockTraining(task, gatherRows);
};

const gatherRows: EmbedTokens = (ids, table) => tf.gather(table, ids);
