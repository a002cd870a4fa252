import { entry, type Matrix, sigmoid, timesColumn } from '../../cell/__fixtures__/plain-arrays.ts';

/** One step of a GRU (Cho 2014, reset before the product) of one row, in float64, with the weights `name.kernel` and so on. */
export const gruByLoops = (
  weights: Readonly<Record<string, Matrix>>,
  name: string,
  input: readonly number[],
  hidden: readonly number[],
): number[] => {
  const { kernel, recurrentKernel, bias } = {
    kernel: weights[`${name}.kernel`],
    recurrentKernel: weights[`${name}.recurrentKernel`],
    bias: weights[`${name}.bias`],
  };
  const H = hidden.length;
  const gate = (column: number, seen: readonly number[]): number =>
    timesColumn(input, kernel, column) + timesColumn(seen, recurrentKernel, column) + entry(bias, column);
  const reset = hidden.map((_, j) => sigmoid(gate(H + j, hidden)));
  const left = hidden.map((value, j) => value * (reset[j] as number));
  return hidden.map((value, j) => {
    const update = sigmoid(gate(j, hidden));
    return update * value + (1 - update) * Math.tanh(gate(2 * H + j, left));
  });
};
