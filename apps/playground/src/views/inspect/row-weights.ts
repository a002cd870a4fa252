// A row of attention weights that is set by hand: whatever is done to it, it sums to one.

/** The same row, divided by its sum; equal weights where it has none. */
export const normalized = (row: Float32Array): Float32Array => {
  const sum = row.reduce((total, weight) => total + weight, 0);
  return sum > 0 ? row.map((weight) => weight / sum) : uniform(row.length);
};

/** No opinion. */
export const uniform = (length: number): Float32Array => new Float32Array(length).fill(1 / length);

/** All on one token. */
export const allOn = (length: number, column: number): Float32Array => {
  const row = new Float32Array(length);
  row[column] = 1;
  return row;
};

/** One weight is set; the others keep their shares of what is left, equal shares where they had none. */
export const withWeight = (row: Float32Array, column: number, weight: number): Float32Array => {
  const wanted = Math.min(Math.max(weight, 0), 1);
  if (row.length === 1) return allOn(1, 0);
  const rest = row.reduce((total, each, place) => (place === column ? total : total + each), 0);
  return row.map((each, place) => {
    if (place === column) return wanted;
    return (1 - wanted) * (rest > 0 ? each / rest : 1 / (row.length - 1));
  });
};
