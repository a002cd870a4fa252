// The pronunciations as a classic script of their own, for the sandbox.
import { g2pTask } from '@seq2seq/tasks/g2p';

(globalThis as unknown as { g2pTask: typeof g2pTask }).g2pTask = g2pTask;
