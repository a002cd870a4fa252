// An LSTM over a sequence, all but the product with its inputs, which was made before for all steps at once and stands in `gates`.
//
// Each thread takes rows of the batch through all steps: rows do not depend on each other, so nobody waits inside.
import { gemmPacked } from '../gemm/packed';
import { firstOf } from '../threads/share';
import { word } from '../threads/word';
import { lstmRow } from './cell-row';
import * as layout from './layout';

export function lstmForwardJob(at: usize, thread: usize, threads: usize): void {
  const batch = word(at, layout.batchWord);
  const steps = word(at, layout.stepsWord);
  const units = word(at, layout.unitsWord);
  const first = firstOf(thread, threads, batch);
  const rows = firstOf(thread + 1, threads, batch) - first;
  if (rows == 0) return;
  const scratch = word(at, layout.scratchWord) + thread * word(at, layout.scratchBytesWord);
  const stateStride = units * 4;
  const gateStride = 4 * units * 4;
  for (let i: usize = 0; i < steps; i++) {
    const step = word(at, layout.reverseWord) != 0 ? steps - 1 - i : i;
    const before =
      word(at, layout.hiddensWord) + layout.slotBefore(at, step) * layout.slotBytes(at) + first * stateStride;
    const gates = word(at, layout.gatesWord) + (step * batch + first) * gateStride;
    gemmPacked(
      before,
      stateStride,
      4,
      word(at, layout.packedWord),
      gates,
      gateStride,
      rows,
      units,
      4 * units,
      true,
      scratch,
    );
    for (let row = first; row < first + rows; row++) stepRow(at, row, step);
  }
}

/** Gates, state and output of one row at one step. */
function stepRow(at: usize, row: usize, step: usize): void {
  const units = word(at, layout.unitsWord);
  const bytes = units * 4;
  const slot = layout.slotBytes(at);
  const before = layout.slotBefore(at, step) * slot + row * bytes;
  const after = layout.slotAfter(at, step) * slot + row * bytes;
  const hiddens = word(at, layout.hiddensWord);
  const carries = word(at, layout.carriesWord);
  const output = word(at, layout.outputsWord) + (row * word(at, layout.stepsWord) + step) * bytes;
  if (!layout.isReal(at, row, step)) {
    memory.copy(hiddens + after, hiddens + before, bytes);
    memory.copy(carries + after, carries + before, bytes);
    memory.fill(output, 0, bytes);
    return;
  }
  const gates = word(at, layout.gatesWord) + (step * word(at, layout.batchWord) + row) * 4 * bytes;
  lstmRow(gates, bytes, carries + before, carries + after, hiddens + after, 0, bytes);
  memory.copy(output, hiddens + after, bytes);
}
