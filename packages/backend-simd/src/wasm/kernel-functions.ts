import type { ElementwiseFunctions } from './elementwise-functions.ts';
import type { GemmFunctions } from './gemm-functions.ts';
import type { LstmFunctions } from './lstm-functions.ts';
import type { MovementFunctions } from './movement-functions.ts';
import type { ReduceFunctions } from './reduce-functions.ts';
import type { SoftmaxFunctions } from './softmax-functions.ts';
import type { ThreadFunctions } from './thread-functions.ts';
/** What assembly/index.ts exports, as JavaScript sees it: addresses and counts are numbers, flags 0 or 1. */
export interface KernelFunctions
  extends
    GemmFunctions,
    LstmFunctions,
    MovementFunctions,
    ThreadFunctions,
    ElementwiseFunctions,
    ReduceFunctions,
    SoftmaxFunctions {
  heapStart(): number;
}
