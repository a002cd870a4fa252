// Spelling to sound inside the sandbox, built in in the place of `@seq2seq/tasks/g2p`: it waits for its pronunciations, because a run may
// be asked for before they are handed.
import type { TaskData } from '@seq2seq/tasks';
import { g2pTask as taskOfDictionary } from '@seq2seq/tasks/g2p';
import { handed } from './handed-pronunciations.ts';

export const g2pTask = async (): Promise<TaskData> => {
  await handed;
  return taskOfDictionary();
};
