// From a source to a memory, and on to the decoder's first state. One sentence at a time and only its real tokens: what padding may
// not change cannot be changed by it here.
import { type Cell, cellAt, type State, type Weights, zeroState } from './reference-cells.ts';
import type { ReferenceConfig } from './reference-config.ts';
import { add, cut, join, tanh, times, type Vector } from './vector.ts';

/** The row of an embedding's table that belongs to a token. */
export const embed = (table: Vector, size: number, id: number): Vector => cut(table, id * size, size);

export type Encoded = {
  /** A row for each source token. */
  readonly memory: readonly Vector[];
  /** One for each layer. */
  readonly finalStates: readonly State[];
};

/** Sutskever, Vinyals, Le 2014 (layers, read backward); Bahdanau, Cho, Bengio 2015, A.2.1 (both ways); residual: He et al. 2016. */
export const encode = ({ source, encoder }: ReferenceConfig, ids: readonly number[], weights: Weights): Encoded => {
  const table = weights('source.embedding.table');
  let rows = ids.map((id) => embed(table, source.embedding, id));
  const finalStates = Array.from({ length: encoder.layers }, (_, l): State => {
    const read = (way: 'forward' | 'backward'): Read =>
      readWith(cellAt(`encoder.layers.${l}.${way}`, encoder, weights), rows, zeroState(encoder), way === 'backward');
    const result =
      encoder.direction === 'bidirectional' ? joined(read('forward'), read('backward')) : read(encoder.direction);
    const isAdded = encoder.residual && rows[0]?.values.length === result.outputs[0]?.values.length;
    rows = result.outputs.map((output, s) => (isAdded ? add(output, rows[s] as Vector) : output));
    return result.last;
  });
  return { memory: rows, finalStates };
};

type Read = { readonly outputs: readonly Vector[]; readonly last: State };

const readWith = (cell: Cell, rows: readonly Vector[], initial: State, isBackward: boolean): Read => {
  let last = initial;
  const outputs = (isBackward ? rows.toReversed() : rows).map((row) => {
    last = cell(row, last);
    return last.h;
  });
  return { outputs: isBackward ? outputs.toReversed() : outputs, last };
};

const joined = (forward: Read, backward: Read): Read => {
  const { c } = forward.last;
  return {
    outputs: forward.outputs.map((output, s) => join(output, backward.outputs[s] as Vector)),
    last: {
      h: join(forward.last.h, backward.last.h),
      ...(c && { c: join(c, backward.last.c as Vector) }),
    },
  };
};

/** The first state of each decoder layer. Copied: Sutskever, Vinyals, Le 2014; dense: Bahdanau, Cho, Bengio 2015, A.2.2. */
export const bridged = ({ bridge, decoder }: ReferenceConfig, { finalStates }: Encoded, weights: Weights): State[] => {
  const top = finalStates.at(-1) as State;
  const dense = (layer: number, part: 'h' | 'c'): Vector =>
    tanh(
      add(
        times(top[part] ?? top.h, weights(`bridge.${layer}.${part}.kernel`)),
        weights(`bridge.${layer}.${part}.bias`),
      ),
    );
  const hasCarry = decoder.cell === 'lstm';
  return Array.from({ length: decoder.layers }, (_, l): State => {
    if (bridge === 'zero') return zeroState(decoder);
    if (bridge === 'dense') return { h: dense(l, 'h'), ...(hasCarry && { c: dense(l, 'c') }) };
    const { h, c } = finalStates[Math.min(l, finalStates.length - 1)] as State;
    return { h, ...(hasCarry && { c: c as Vector }) };
  });
};
