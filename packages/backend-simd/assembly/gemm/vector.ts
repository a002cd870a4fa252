// A vector times a matrix, where packing would cost as much as the product itself: attention asks this of every row of a batch.
import { loadPart, storePart } from '../elementwise/part';
import { multiplyAdd } from '../multiply-add';
import { sumOfLanes } from '../reduce/sum-of-lanes';

/**
 * y = x · M, x and y side by side.
 *
 * @param m - element (d, j) lies at m + d · depthStride + j · columnStride bytes, one of which is 4
 */
export function vectorTimesMatrix(
  x: usize,
  m: usize,
  depthStride: usize,
  columnStride: usize,
  y: usize,
  depth: usize,
  columns: usize,
): void {
  if (columnStride == 4) sumOfRows(x, m, depthStride, y, depth, columns);
  else for (let j: usize = 0; j < columns; j++) store<f32>(y + j * 4, dot(x, m + j * columnStride, depth));
}

/** The sum of x_d times row d, 16 columns at a time, then 4, then the rest. */
function sumOfRows(x: usize, rows: usize, stride: usize, y: usize, depth: usize, columns: usize): void {
  const xEnd = x + (depth << 2);
  const sixteens = y + ((columns & ~15) << 2);
  const fours = y + ((columns & ~3) << 2);
  for (; y < sixteens; y += 64, rows += 64) sumSixteen(x, xEnd, rows, stride, y);
  for (; y < fours; y += 16, rows += 16) v128.store(y, sumLanes(x, xEnd, rows, stride, 4));
  const rest = columns & 3;
  if (rest > 0) storePart(y, sumLanes(x, xEnd, rows, stride, rest), rest);
}

function sumSixteen(x: usize, xEnd: usize, row: usize, stride: usize, y: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (; x < xEnd; x += 4, row += stride) {
    const factor = v128.load32_splat(x);
    s0 = multiplyAdd(factor, v128.load(row), s0);
    s1 = multiplyAdd(factor, v128.load(row, 16), s1);
    s2 = multiplyAdd(factor, v128.load(row, 32), s2);
    s3 = multiplyAdd(factor, v128.load(row, 48), s3);
  }
  v128.store(y, s0);
  v128.store(y, s1, 16);
  v128.store(y, s2, 32);
  v128.store(y, s3, 48);
}

function sumLanes(x: usize, xEnd: usize, row: usize, stride: usize, lanes: usize): v128 {
  let sum = f32x4.splat(0);
  for (; x < xEnd; x += 4, row += stride) {
    const values = lanes == 4 ? v128.load(row) : loadPart(row, lanes);
    sum = multiplyAdd(v128.load32_splat(x), values, sum);
  }
  return sum;
}

/** Four sums at once, so that none waits for the one before. */
function dot(x: usize, y: usize, depth: usize): f32 {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const sixteens = x + ((depth & ~15) << 2);
  const fours = x + ((depth & ~3) << 2);
  for (; x < sixteens; x += 64, y += 64) {
    s0 = multiplyAdd(v128.load(x), v128.load(y), s0);
    s1 = multiplyAdd(v128.load(x, 16), v128.load(y, 16), s1);
    s2 = multiplyAdd(v128.load(x, 32), v128.load(y, 32), s2);
    s3 = multiplyAdd(v128.load(x, 48), v128.load(y, 48), s3);
  }
  for (; x < fours; x += 16, y += 16) s0 = multiplyAdd(v128.load(x), v128.load(y), s0);
  const rest = depth & 3;
  if (rest > 0) s1 = multiplyAdd(loadPart(x, rest), loadPart(y, rest), s1);
  return sumOfLanes(f32x4.add(f32x4.add(s0, s2), f32x4.add(s1, s3)));
}
