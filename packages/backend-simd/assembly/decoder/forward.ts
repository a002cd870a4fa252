// A decoder over all target steps, each given the right previous token, whose products with its weights were made before and stand in
// the gates of the lowest layer.
//
// Luong: step, attend with the new state, output = tanh([context; hidden] W), which the next step may read. Bahdanau: attend with the
// old state, step over [token; context], output = hidden. Each thread takes rows of the batch through all steps: nobody waits inside.
import { gemmPacked } from '../gemm/packed';
import { lstmRow } from '../lstm/cell-row';
import { tanh } from '../math/tanh';
import { firstOf } from '../threads/share';
import { attendRow } from './attend';
import { DecoderRun, layerAt, runAt } from './run';

export function decoderForwardJob(at: usize, thread: usize, threads: usize): void {
  const run = runAt(at);
  const first = firstOf(thread, threads, run.batch);
  const rows = firstOf(thread + 1, threads, run.batch) - first;
  if (rows == 0) return;
  const scratch = run.scratch + thread * run.scratchBytes;
  const top = layerAt(at, run.layers - 1);
  for (let step: usize = 0; step < run.steps; step++) {
    if (run.queriesPrevious != 0)
      attend(run, top.hiddens + step * slotBytes(run, run.units), step, first, rows, scratch);
    for (let l: usize = 0; l < run.layers; l++) stepLayer(at, l, step, first, rows, scratch);
    const hidden = top.hiddens + (step + 1) * slotBytes(run, run.units);
    if (run.queriesPrevious == 0) {
      attend(run, hidden, step, first, rows, scratch);
      readOut(run, hidden, step, first, rows, scratch);
    }
    const outputs = run.queriesPrevious != 0 ? hidden : run.feeds + (step + 1) * slotBytes(run, run.units);
    const bytes = run.units * 4;
    for (let row = first; row < first + rows; row++) {
      memory.copy(run.outputs + (row * run.steps + step) * bytes, outputs + row * bytes, bytes);
    }
  }
}

/** Bytes of one step of something that is so wide. */
export function slotBytes(run: DecoderRun, width: usize): usize {
  return run.batch * width * 4;
}

/** c += a · packed, for some rows of a step. */
export function multiplyRows(
  a: usize,
  depth: usize,
  packed: usize,
  c: usize,
  columns: usize,
  first: usize,
  rows: usize,
  accumulate: bool,
  scratch: usize,
): void {
  const aStride = depth * 4;
  const cStride = columns * 4;
  const from = a + first * aStride;
  gemmPacked(from, aStride, 4, packed, c + first * cStride, cStride, rows, depth, columns, accumulate, scratch);
}

function stepLayer(at: usize, l: usize, step: usize, first: usize, rows: usize, scratch: usize): void {
  const run = runAt(at);
  const layer = layerAt(at, l);
  const units = layer.units;
  const gates = layer.gates + step * slotBytes(run, 4 * units);
  if (l == 0) addExtra(run, gates, 4 * units, step, first, rows, scratch);
  else {
    const below = layerAt(at, l - 1);
    let input = below.hiddens + (step + 1) * slotBytes(run, below.units);
    if (layer.dropout != 0) {
      const dropped = step * slotBytes(run, layer.inputSize);
      multiplyElements(input, layer.dropout + dropped, layer.inputs + dropped, first, rows, layer.inputSize);
      input = layer.inputs + dropped;
    }
    multiplyRows(input, layer.inputSize, layer.kernel, gates, 4 * units, first, rows, true, scratch);
  }
  const before = step * slotBytes(run, units);
  const after = before + slotBytes(run, units);
  if (step > 0 || layer.startsAtZero == 0) {
    multiplyRows(layer.hiddens + before, units, layer.recurrentKernel, gates, 4 * units, first, rows, true, scratch);
  }
  const bytes = units * 4;
  for (let row = first; row < first + rows; row++) {
    const offset = row * bytes;
    lstmRow(
      gates + row * 4 * bytes,
      bytes,
      layer.carries + before + offset,
      layer.carries + after + offset,
      layer.hiddens + after + offset,
      0,
      bytes,
    );
  }
}

/** What the lowest layer reads beside its token: the output fed back, which is zero at first, or the context. */
function addExtra(
  run: DecoderRun,
  gates: usize,
  width: usize,
  step: usize,
  first: usize,
  rows: usize,
  scratch: usize,
): void {
  const size = run.extraSize;
  if (size == 0) return;
  const at = step * slotBytes(run, size);
  let extra = (run.queriesPrevious != 0 ? run.contexts : run.feeds) + at;
  if (run.extraDropout != 0) {
    multiplyElements(extra, run.extraDropout + at, run.extras + at, first, rows, size);
    extra = run.extras + at;
  }
  if (step == 0 && run.feedStartsAtZero != 0) return;
  multiplyRows(extra, size, run.extraKernel, gates, width, first, rows, true, scratch);
}

function attend(run: DecoderRun, hidden: usize, step: usize, first: usize, rows: usize, scratch: usize): void {
  const queries = run.queries + step * slotBytes(run, run.scoreSize);
  multiplyRows(hidden, run.units, run.queryKernel, queries, run.scoreSize, first, rows, false, scratch);
  attendRows(run, step, first, rows);
}

/** Scores, weights and contexts of some rows, whose queries are made. */
export function attendRows(run: DecoderRun, step: usize, first: usize, rows: usize): void {
  const queries = run.queries + step * slotBytes(run, run.scoreSize);
  const contexts = run.contexts + step * slotBytes(run, run.memorySize);
  for (let row = first; row < first + rows; row++) {
    const weights = run.alignments + (row * run.steps + step) * run.positions * 4;
    attendRow(run, row, queries + row * run.scoreSize * 4, weights, contexts + row * run.memorySize * 4);
  }
}

/** tanh([context; hidden] W), into the next slot of what is fed back. */
function readOut(run: DecoderRun, hidden: usize, step: usize, first: usize, rows: usize, scratch: usize): void {
  const units = run.units;
  const to = run.feeds + (step + 1) * slotBytes(run, units);
  const contexts = run.contexts + step * slotBytes(run, run.memorySize);
  multiplyRows(contexts, run.memorySize, run.contextKernel, to, units, first, rows, false, scratch);
  multiplyRows(hidden, units, run.hiddenKernel, to, units, first, rows, true, scratch);
  const end = to + (first + rows) * units * 4;
  for (let at = to + first * units * 4; at < end; at += 16) v128.store(at, tanh(v128.load(at)));
}

/** to = a ⊙ b, for some rows of a step. */
export function multiplyElements(a: usize, b: usize, to: usize, first: usize, rows: usize, width: usize): void {
  const end = (first + rows) * width * 4;
  for (let at = first * width * 4; at < end; at += 16)
    v128.store(to + at, f32x4.mul(v128.load(a + at), v128.load(b + at)));
}
