// Back through the steps of a decoder: to the gradients before the activations, from which products over all steps then make those of the
// weights, and to the gradients of memory, keys and first state. Threads share the rows of the batch as on the way there.
import { lstmRowBack } from '../lstm/cell-row';
import { firstOf } from '../threads/share';
import { attendRowBack } from './attend';
import { multiplyElements, multiplyRows, slotBytes } from './forward';
import { DecoderRun, layerAt, runAt } from './run';

export function decoderBackwardJob(at: usize, thread: usize, threads: usize): void {
  const run = runAt(at);
  const first = firstOf(thread, threads, run.batch);
  const rows = firstOf(thread + 1, threads, run.batch) - first;
  if (rows == 0) return;
  const scratch = run.scratch + thread * run.scratchBytes;
  clear(run, first, rows);
  const top = layerAt(at, run.layers - 1);
  for (let i: usize = 1; i <= run.steps; i++) {
    const step = run.steps - i;
    if (run.queriesPrevious != 0) addOutputGradient(run, top.dHidden, step, first, rows);
    else {
      throughOutput(run, top.dHidden, step, first, rows, scratch);
      attendBack(run, top.dHidden, step, first, rows, scratch);
    }
    for (let l: usize = 1; l <= run.layers; l++) stepLayerBack(at, run.layers - l, step, first, rows, scratch);
    throughExtra(at, step, first, rows, scratch);
    if (run.queriesPrevious != 0) attendBack(run, top.dHidden, step, first, rows, scratch);
  }
}

/** Sums begin at zero. */
function clear(run: DecoderRun, first: usize, rows: usize): void {
  fillRows(run.dKeys, first, rows, run.positions * run.scoreSize);
  fillRows(run.dValues, first, rows, run.positions * run.memorySize);
  fillRows(run.dV, first, rows, run.scoreSize);
  if (run.dFeed != 0) fillRows(run.dFeed, first, rows, run.units);
}

function fillRows(to: usize, first: usize, rows: usize, width: usize): void {
  memory.fill(to + first * width * 4, 0, rows * width * 4);
}

/** Bahdanau: the output is the hidden. */
function addOutputGradient(run: DecoderRun, dHidden: usize, step: usize, first: usize, rows: usize): void {
  const bytes = run.units * 4;
  for (let row = first; row < first + rows; row++) {
    const from = run.outputGradients + (row * run.steps + step) * bytes;
    const to = dHidden + row * bytes;
    for (let j: usize = 0; j < bytes; j += 16) v128.store(to + j, f32x4.add(v128.load(to + j), v128.load(from + j)));
  }
}

/** Luong: the output is tanh([context; hidden] W), and the next step may have read it. */
function throughOutput(run: DecoderRun, dHidden: usize, step: usize, first: usize, rows: usize, scratch: usize): void {
  const units = run.units;
  const bytes = units * 4;
  const one = f32x4.splat(1);
  const dOutputs = run.dOutputs + step * slotBytes(run, units);
  const outputs = run.feeds + (step + 1) * slotBytes(run, units);
  for (let row = first; row < first + rows; row++) {
    const from = run.outputGradients + (row * run.steps + step) * bytes;
    const offset = row * bytes;
    for (let j: usize = 0; j < bytes; j += 16) {
      const output = v128.load(outputs + offset + j);
      let gradient = v128.load(from + j);
      if (run.dFeed != 0) gradient = f32x4.add(gradient, v128.load(run.dFeed + offset + j));
      v128.store(dOutputs + offset + j, f32x4.mul(gradient, f32x4.sub(one, f32x4.mul(output, output))));
    }
  }
  multiplyRows(dOutputs, units, run.contextKernel, run.dContext, run.memorySize, first, rows, false, scratch);
  multiplyRows(dOutputs, units, run.hiddenKernel, dHidden, units, first, rows, true, scratch);
}

/** From the gradient of a step's context to that of the hidden that asked, of memory and keys. */
function attendBack(run: DecoderRun, dHidden: usize, step: usize, first: usize, rows: usize, scratch: usize): void {
  const size = run.memorySize;
  if (run.contextGradients != 0) {
    const from = run.contextGradients + step * slotBytes(run, size);
    const end = (first + rows) * size * 4;
    for (let at = first * size * 4; at < end; at += 16) {
      v128.store(run.dContext + at, f32x4.add(v128.load(run.dContext + at), v128.load(from + at)));
    }
  }
  const offset = step * slotBytes(run, run.scoreSize);
  const rowBytes = run.scoreSize * 4;
  for (let row = first; row < first + rows; row++) {
    const weights = (row * run.steps + step) * run.positions * 4;
    attendRowBack(
      run,
      row,
      run.queries + offset + row * rowBytes,
      run.alignments + weights,
      run.alignmentGradients + weights,
      run.dContext + row * size * 4,
      run.dQueries + offset + row * rowBytes,
    );
  }
  multiplyRows(run.dQueries + offset, run.scoreSize, run.queryKernel, dHidden, run.units, first, rows, true, scratch);
}

function stepLayerBack(at: usize, l: usize, step: usize, first: usize, rows: usize, scratch: usize): void {
  const run = runAt(at);
  const layer = layerAt(at, l);
  const units = layer.units;
  const bytes = units * 4;
  const before = step * slotBytes(run, units);
  const after = before + slotBytes(run, units);
  const gates = step * slotBytes(run, 4 * units);
  for (let row = first; row < first + rows; row++) {
    const offset = row * bytes;
    lstmRowBack(
      layer.gates + gates + 4 * offset,
      layer.carries + before + offset,
      layer.carries + after + offset,
      layer.dHidden + offset,
      layer.dCarry + offset,
      layer.dGates + gates + 4 * offset,
      bytes,
    );
  }
  const dGates = layer.dGates + gates;
  multiplyRows(dGates, 4 * units, layer.recurrentKernel, layer.dHidden, units, first, rows, false, scratch);
  if (l == 0) return;
  const below = layerAt(at, l - 1);
  if (layer.dropout == 0) {
    multiplyRows(dGates, 4 * units, layer.kernel, below.dHidden, layer.inputSize, first, rows, true, scratch);
    return;
  }
  multiplyRows(dGates, 4 * units, layer.kernel, layer.dInput, layer.inputSize, first, rows, false, scratch);
  addProduct(
    layer.dInput,
    layer.dropout + step * slotBytes(run, layer.inputSize),
    below.dHidden,
    first,
    rows,
    below.units,
  );
}

/** To what the lowest layer read beside its token: the output before, or this step's context. */
function throughExtra(at: usize, step: usize, first: usize, rows: usize, scratch: usize): void {
  const run = runAt(at);
  const size = run.extraSize;
  if (size == 0) return;
  const lowest = layerAt(at, 0);
  const width = 4 * lowest.units;
  const dGates = lowest.dGates + step * slotBytes(run, width);
  const to = run.queriesPrevious != 0 ? run.dContext : run.dFeed;
  multiplyRows(dGates, width, run.extraKernel, to, size, first, rows, false, scratch);
  if (run.extraDropout != 0) {
    multiplyElements(to, run.extraDropout + step * slotBytes(run, size), to, first, rows, size);
  }
}

/** to += a ⊙ b, for some rows of a step. */
function addProduct(a: usize, b: usize, to: usize, first: usize, rows: usize, width: usize): void {
  const end = (first + rows) * width * 4;
  for (let at = first * width * 4; at < end; at += 16) {
    v128.store(to + at, f32x4.add(v128.load(to + at), f32x4.mul(v128.load(a + at), v128.load(b + at))));
  }
}
