// One step of a decoder shared by columns, for few rows: what takes time then is to read the weights, of which each thread reads its own
// part. A job ends where a thread needs what another made. The bits are those of `decoderForwardJob`.
import { panelColumns } from '../gemm/pack';
import { gemmPanels, panelsOf } from '../gemm/packed';
import { lstmRow } from '../lstm/cell-row';
import { tanh } from '../math/tanh';
import { firstOf } from '../threads/share';
import { attendRows, slotBytes } from './forward';
import { DecoderLayer, DecoderRun, layerAt, runAt } from './run';

/** The gates of a layer, on top of what they hold, and its next state; a thread takes the same units of all four gates. */
export function decoderLayerJob(at: usize, thread: usize, threads: usize): void {
  const run = runAt(at);
  const layer = layerAt(at, run.layer);
  const units = layer.units;
  // The panels of a gate are its own if they end where it ends; if not, one thread does it all.
  const panels = units % panelColumns == 0 ? units / panelColumns : 1;
  const each = units / panels;
  const first = firstOf(thread, threads, panels) * each;
  const end = firstOf(thread + 1, threads, panels) * each;
  if (first == end) return;
  const before = run.step * slotBytes(run, units);
  const gates = layer.gates + 4 * before;
  const scratch = run.scratch + thread * run.scratchBytes;
  if (run.layer == 0) {
    if (run.extraSize != 0 && (run.step > 0 || run.feedStartsAtZero == 0)) {
      const extra = (run.queriesPrevious != 0 ? run.contexts : run.feeds) + run.step * slotBytes(run, run.extraSize);
      addToGates(run, layer, extra, run.extraSize, run.extraKernel, gates, first, end, scratch);
    }
  } else {
    const below = layerAt(at, run.layer - 1);
    const input = below.hiddens + (run.step + 1) * slotBytes(run, below.units);
    addToGates(run, layer, input, layer.inputSize, layer.kernel, gates, first, end, scratch);
  }
  if (run.step > 0 || layer.startsAtZero == 0) {
    addToGates(run, layer, layer.hiddens + before, units, layer.recurrentKernel, gates, first, end, scratch);
  }
  const after = before + slotBytes(run, units);
  const bytes = units * 4;
  for (let row: usize = 0; row < run.batch; row++) {
    const offset = row * bytes;
    lstmRow(
      gates + 4 * offset,
      bytes,
      layer.carries + before + offset,
      layer.carries + after + offset,
      layer.hiddens + after + offset,
      first * 4,
      end * 4,
    );
  }
  if (run.queriesPrevious != 0 && run.layer + 1 == run.layers) copyToOutputs(run, layer.hiddens + after, first, end);
}

/** gates += a · packed, for some units of all gates. */
function addToGates(
  run: DecoderRun,
  layer: DecoderLayer,
  a: usize,
  depth: usize,
  packed: usize,
  gates: usize,
  first: usize,
  end: usize,
  scratch: usize,
): void {
  const columns = 4 * layer.units;
  if (end - first == layer.units) {
    multiplyPanels(run, a, depth, packed, gates, columns, 0, panelsOf(columns), true, scratch);
    return;
  }
  for (let gate: usize = 0; gate < 4; gate++) {
    const from = (gate * layer.units + first) / panelColumns;
    const to = (gate * layer.units + end) / panelColumns;
    multiplyPanels(run, a, depth, packed, gates, columns, from, to, true, scratch);
  }
}

/** The queries, from the top layer's state before or after the step. */
export function decoderQueryJob(at: usize, thread: usize, threads: usize): void {
  const run = runAt(at);
  const panels = panelsOf(run.scoreSize);
  const queries = run.queries + run.step * slotBytes(run, run.scoreSize);
  multiplyPanels(
    run,
    topHidden(at),
    run.units,
    run.queryKernel,
    queries,
    run.scoreSize,
    firstOf(thread, threads, panels),
    firstOf(thread + 1, threads, panels),
    false,
    run.scratch + thread * run.scratchBytes,
  );
}

/** Weights and contexts; threads share rows. */
export function decoderAttendJob(at: usize, thread: usize, threads: usize): void {
  const run = runAt(at);
  const first = firstOf(thread, threads, run.batch);
  attendRows(run, run.step, first, firstOf(thread + 1, threads, run.batch) - first);
}

/** tanh([context; hidden] W), Luong only. */
export function decoderReadOutJob(at: usize, thread: usize, threads: usize): void {
  const run = runAt(at);
  const units = run.units;
  const panels = panelsOf(units);
  const first = firstOf(thread, threads, panels);
  const end = firstOf(thread + 1, threads, panels);
  if (first == end) return;
  const scratch = run.scratch + thread * run.scratchBytes;
  const to = run.feeds + (run.step + 1) * slotBytes(run, units);
  const contexts = run.contexts + run.step * slotBytes(run, run.memorySize);
  multiplyPanels(run, contexts, run.memorySize, run.contextKernel, to, units, first, end, false, scratch);
  multiplyPanels(run, topHidden(at), units, run.hiddenKernel, to, units, first, end, true, scratch);
  const from = first * panelColumns;
  const until = min<usize>(units, end * panelColumns);
  for (let row: usize = 0; row < run.batch; row++) {
    const last = to + (row * units + until) * 4;
    for (let at = to + (row * units + from) * 4; at < last; at += 16) v128.store(at, tanh(v128.load(at)));
  }
  copyToOutputs(run, to, from, until);
}

/** The top layer's hidden that is asked: that before the step, or that after it. */
function topHidden(at: usize): usize {
  const run = runAt(at);
  const slot = run.queriesPrevious != 0 ? run.step : run.step + 1;
  return layerAt(at, run.layers - 1).hiddens + slot * slotBytes(run, run.units);
}

/** Some units of all rows [B, H] to their places in the outputs [B, T, H]. */
function copyToOutputs(run: DecoderRun, rows: usize, first: usize, end: usize): void {
  for (let row: usize = 0; row < run.batch; row++) {
    const to = run.outputs + ((row * run.steps + run.step) * run.units + first) * 4;
    memory.copy(to, rows + (row * run.units + first) * 4, (end - first) * 4);
  }
}

/** c = a · packed, or c += …, for some panels of all rows. */
function multiplyPanels(
  run: DecoderRun,
  a: usize,
  depth: usize,
  packed: usize,
  c: usize,
  columns: usize,
  first: usize,
  end: usize,
  adds: bool,
  scratch: usize,
): void {
  if (first == end) return;
  gemmPanels(a, depth * 4, 4, packed, c, columns * 4, run.batch, depth, columns, adds ? 1 : 0, first, end, scratch);
}
