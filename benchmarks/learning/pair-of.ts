import type { TaskExample } from '@seq2seq/tasks';
import type { TokenPair } from 'seq2seq';

/** An example to learn from: of several right answers the first. */
export const pairOf = ({ source, targets }: TaskExample): TokenPair => ({ source, target: targets[0] ?? [] });
