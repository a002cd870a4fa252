import { join } from 'node:path';
import { pytorchCommand } from '../peers/pytorch.ts';
import type { SideName, Task } from '../side.ts';
import type { Command } from './worker.ts';

/** The program that is a side: Node with child.ts, or Python. */
export const sideCommand = (side: SideName, task: Task): Command =>
  side === 'pytorch'
    ? pytorchCommand(task)
    : {
        program: process.execPath,
        arguments: [...process.execArgv, join(import.meta.dirname, '..', 'child.ts'), side, JSON.stringify(task)],
      };
