import type { PeerName, Task } from '../side.ts';
import { describePytorch } from './pytorch.ts';

/** Why a peer cannot do a task here; undefined if it can. What cannot be compared is said, never replaced by something like it. */
export const whyNot = async (peer: PeerName, task: Task): Promise<string | undefined> => {
  if (peer === 'pytorch') return (await describePytorch(task.threads)).problem;
  if (task.what === 'train') return undefined;
  return peer === 'tfjs-layers'
    ? 'tfjs-layers has no search, and its graphs have no loop that would feed a token back; only training can be expressed'
    : 'the stock model is written for training only';
};
