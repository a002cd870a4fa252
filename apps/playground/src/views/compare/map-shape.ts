// Two numbers for the shape of an attention map: how spread out its rows are, and how straight its path.
import type { Weights } from '../../protocol/messages.ts';

/** The mean over rows of −Σ w ln w, in nats: 0 where each row looks at one token, ln S where it looks at all S alike. */
export const entropyOf = ({ rows, columns, values }: Weights): number => {
  let sum = 0;
  for (let cell = 0; cell < rows * columns; cell++) {
    const weight = values[cell]!;
    if (weight > 0) sum -= weight * Math.log(weight);
  }
  return sum / rows;
};

/**
 * The correlation of each row's number with the place that it looks at on average, Σ w s: 1 on a straight path from the first token to the
 * last, −1 on one backwards, 0 where rows do not move.
 */
export const diagonalityOf = ({ rows, columns, values }: Weights): number => {
  const places = Array.from({ length: rows }, (_, row) => {
    const weights = values.subarray(row * columns, (row + 1) * columns);
    return weights.reduce((sum, weight, column) => sum + weight * column, 0);
  });
  const mean = places.reduce((sum, place) => sum + place, 0) / rows;
  const middle = (rows - 1) / 2;
  let [both, ofRows, ofPlaces] = [0, 0, 0];
  for (const [row, place] of places.entries()) {
    both += (row - middle) * (place - mean);
    ofRows += (row - middle) ** 2;
    ofPlaces += (place - mean) ** 2;
  }
  // Places that differ by rounding alone do not move.
  return ofPlaces < 1e-9 * rows || ofRows === 0 ? 0 : both / Math.sqrt(ofRows * ofPlaces);
};
