// A small decoder with a GRU, attention and input feeding, twice: as an ONNX graph, and as plain loops over float64 numbers that
// follow the specification of each operator. The weights are drawn, and the same for both.
import { hashOf, seededNumbers } from '../../src/random/seeded-numbers.ts';
import { onnxFile, type Matrix } from './onnx-file.ts';

/** Vocabulary, embedding, hidden; memory is as wide as hidden. */
export const sizes = { V: 7, E: 3, H: 4 } as const;

export type Weights = Readonly<Record<'embedding' | 'W' | 'R' | 'B' | 'output' | 'bias', Matrix>>;

export function drawWeights(seed: number): Weights {
  const { V, E, H } = sizes;
  const random = seededNumbers(hashOf(seed));
  const draw = (...dims: readonly number[]): Matrix => ({
    dims,
    // As the file keeps them, so that both have the same numbers.
    values: Array.from({ length: dims.reduce((size, dim) => size * dim, 1) }, () => Math.fround(3 * random() - 1.5)),
  });
  return {
    embedding: draw(V, E),
    W: draw(1, 3 * H, E + H),
    R: draw(1, 3 * H, H),
    B: draw(1, 6 * H),
    output: draw(2 * H, V),
    bias: draw(V),
  };
}

/** What the head of the graph ends with. */
export type Head = 'logits' | 'logProbs' | 'probabilities';

/** token [B], hidden [1, B, H], context [B, H], memory [B, S, H] → scores [B, V], the new hidden and context, weights [B, S]. */
export function decoderFile(weights: Weights, head: Head = 'logits', tokenType: 'int32' | 'int64' = 'int64'): Uint8Array {
  const { V, H } = sizes;
  const node = (operation: string, inputs: string, outputs: string, attributes = {}) => ({
    operation,
    inputs: inputs.split(' ').map((name) => (name === '-' ? '' : name)),
    outputs: outputs.split(' ').map((name) => (name === '-' ? '' : name)),
    attributes,
  });
  const headOf = {
    logits: node('Identity', 'sum', 'scores'),
    logProbs: node('LogSoftmax', 'sum', 'scores', { axis: -1 }),
    probabilities: node('Softmax', 'sum', 'scores', { axis: -1 }),
  };
  return onnxFile({
    weights,
    integers: { first: [0], second: [1], last: [2] },
    inputs: [
      { name: 'token', type: tokenType, dims: ['B'] },
      { name: 'hidden', type: 'float32', dims: [1, 'B', H] },
      { name: 'context', type: 'float32', dims: ['B', H] },
      { name: 'memory', type: 'float32', dims: ['B', 'S', H] },
    ],
    outputs: [
      { name: 'scores', type: 'float32', dims: ['B', V] },
      { name: 'newHidden', type: 'float32', dims: [1, 'B', H] },
      { name: 'newContext', type: 'float32', dims: ['B', H] },
      { name: 'weights', type: 'float32', dims: ['B', 'S'] },
    ],
    nodes: [
      node('Gather', 'embedding token', 'embedded'),
      node('Concat', 'embedded context', 'fed', { axis: 1 }),
      node('Unsqueeze', 'fed first', 'x'),
      node('GRU', 'x W R B - hidden', '- newHidden', { hidden_size: H }),
      node('Squeeze', 'newHidden first', 'query'),
      node('Unsqueeze', 'query last', 'column'),
      node('MatMul', 'memory column', 'similarity'),
      node('Squeeze', 'similarity last', 'energies'),
      node('Softmax', 'energies', 'weights', { axis: -1 }),
      node('Unsqueeze', 'weights second', 'row'),
      node('MatMul', 'row memory', 'mixed'),
      node('Squeeze', 'mixed second', 'newContext'),
      node('Concat', 'query newContext', 'both', { axis: 1 }),
      node('Gemm', 'both output bias', 'sum'),
      headOf[head],
    ],
  });
}

export type PlainState = { readonly hidden: readonly number[]; readonly context: readonly number[] };

/** One step of one row, in float64. */
export function plainStep(
  { embedding, W, R, B, output, bias }: Weights,
  { hidden, context }: PlainState,
  memory: readonly (readonly number[])[],
  token: number,
): PlainState & { readonly logProbs: readonly number[]; readonly alignment: readonly number[] } {
  const { V, E, H } = sizes;
  const units = Array.from({ length: H }, (_, unit) => unit);
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  const x = [...embedding.values.slice(token * E, (token + 1) * E), ...context];
  const dot = (row: readonly number[], matrix: Matrix, index: number) =>
    row.reduce((sum, value, place) => sum + value * matrix.values[index * row.length + place]!, 0);
  // Gates in the order z, r, h; first all biases of W, then all of R.
  const biases = (index: number) => B.values[index]! + B.values[3 * H + index]!;
  const z = units.map((unit) => sigmoid(dot(x, W, unit) + dot(hidden, R, unit) + biases(unit)));
  const r = units.map((unit) => sigmoid(dot(x, W, H + unit) + dot(hidden, R, H + unit) + biases(H + unit)));
  const reset = hidden.map((value, unit) => value * r[unit]!);
  const candidate = units.map((unit) =>
    Math.tanh(dot(x, W, 2 * H + unit) + dot(reset, R, 2 * H + unit) + biases(2 * H + unit)),
  );
  const newHidden = units.map((unit) => (1 - z[unit]!) * candidate[unit]! + z[unit]! * hidden[unit]!);

  const alignment = softmax(memory.map((place) => place.reduce((sum, value, unit) => sum + value * newHidden[unit]!, 0)));
  const newContext = units.map((unit) => memory.reduce((sum, place, s) => sum + alignment[s]! * place[unit]!, 0));
  const both = [...newHidden, ...newContext];
  const logits = Array.from({ length: V }, (_, word) =>
    both.reduce((sum, value, place) => sum + value * output.values[place * V + word]!, bias.values[word]!),
  );
  return { hidden: newHidden, context: newContext, logProbs: softmax(logits).map(Math.log), alignment };
}

function softmax(values: readonly number[]): number[] {
  const exponentials = values.map((value) => Math.exp(value - Math.max(...values)));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}

/** The memory [S, H] of a source, by its number. */
export function memoryOf(source: number, S: number): number[][] {
  const random = seededNumbers(hashOf(99, source));
  return Array.from({ length: S }, () => Array.from({ length: sizes.H }, () => Math.fround(4 * random() - 2)));
}
