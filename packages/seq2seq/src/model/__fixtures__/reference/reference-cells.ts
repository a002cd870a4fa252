// Recurrent cells as their papers write them: LSTM (Hochreiter, Schmidhuber 1997, with forget gate), GRU (Cho et al. 2014, equations
// 5 to 8, and the variant with its reset after the product), Elman's.
import type { ReferenceCell } from './reference-config.ts';
import { add, cut, join, multiply, scaled, sigmoid, tanh, times, type Vector, zeros } from './vector.ts';

/** Weights by name. */
export type Weights = (name: string) => Vector;
/** The hidden h, and an LSTM's carry c. */
export type State = { readonly h: Vector; readonly c?: Vector };
export type Cell = (x: Vector, state: State) => State;

export const zeroState = ({ cell, units }: ReferenceCell): State => ({
  h: zeros(units),
  ...(cell === 'lstm' && { c: zeros(units) }),
});

/** The cell whose weights' names begin with a path. */
export const cellAt = (path: string, { cell, units, resetAfter = false }: ReferenceCell, weights: Weights): Cell => {
  const [kernel, recurrentKernel, bias] = ['kernel', 'recurrentKernel', 'bias'].map((name) =>
    weights(`${path}.${name}`),
  ) as [Vector, Vector, Vector];
  const gateOf = (sums: Vector, index: number): Vector => cut(sums, index * units, units);
  const fromInput = (x: Vector): Vector => add(times(x, kernel), bias);

  if (cell === 'rnn') return (x, { h }) => ({ h: tanh(add(fromInput(x), times(h, recurrentKernel))) });

  if (cell === 'lstm') {
    return (x, { h, c }) => {
      const sums = add(fromInput(x), times(h, recurrentKernel));
      const [i, f, o] = [0, 1, 3].map((index) => sigmoid(gateOf(sums, index))) as [Vector, Vector, Vector];
      const carry = add(multiply(f, c as Vector), multiply(i, tanh(gateOf(sums, 2))));
      return { h: multiply(o, tanh(carry)), c: carry };
    };
  }

  // h' = z ⊙ h + (1 − z) ⊙ h̃
  const mixed = (z: Vector, h: Vector, candidate: Vector): State => ({
    h: add(multiply(z, h), multiply(scaled(z, -1, 1), candidate)),
  });
  if (resetAfter) {
    const recurrentBias = weights(`${path}.recurrentBias`);
    return (x, { h }) => {
      const [input, recurrent] = [fromInput(x), add(times(h, recurrentKernel), recurrentBias)];
      const [z, r] = [0, 1].map((index) => sigmoid(add(gateOf(input, index), gateOf(recurrent, index)))) as [
        Vector,
        Vector,
      ];
      return mixed(z, h, tanh(add(gateOf(input, 2), multiply(r, gateOf(recurrent, 2)))));
    };
  }
  // U as three matrices: it is stored row by row, each row with the columns of all gates.
  const [uz, ur, uh] = [0, 1, 2].map((index) =>
    join(...Array.from({ length: units }, (_, row) => cut(recurrentKernel, (3 * row + index) * units, units))),
  ) as [Vector, Vector, Vector];
  return (x, { h }) => {
    const input = fromInput(x);
    const z = sigmoid(add(gateOf(input, 0), times(h, uz)));
    const r = sigmoid(add(gateOf(input, 1), times(h, ur)));
    return mixed(z, h, tanh(add(gateOf(input, 2), times(multiply(r, h), uh))));
  };
};
