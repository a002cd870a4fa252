// The greatest or the least values of an array [outer, reduced, inner] along its middle axis. NaN wins over everything, -0 is less than 0, so
// the order does not matter.
import { Maximum, Minimum } from '../elementwise/binary-operations';

/**
 * @param from - [outer, reduced, inner], reduced at least 1
 * @param to - [outer, inner]
 */
export function greatest(from: usize, to: usize, outer: usize, reduced: usize, inner: usize): void {
  reduce<Maximum>(from, to, outer, reduced, inner);
}

/** The same for the least values. */
export function least(from: usize, to: usize, outer: usize, reduced: usize, inner: usize): void {
  reduce<Minimum>(from, to, outer, reduced, inner);
}

/** The greatest of `count` values side by side, at least one, in all four lanes; any of them if there is NaN among them. */
export function greatestOfRow(from: usize, count: usize): v128 {
  return reduceRow<MaximumOfNumbers>(from, count);
}

/** One instruction where a maximum that knows NaN is eight. */
@unmanaged
class MaximumOfNumbers {
  @inline
  of(a: v128, b: v128): v128 {
    return f32x4.pmax(a, b);
  }
}

function reduce<Operation>(from: usize, to: usize, outer: usize, reduced: usize, inner: usize): void {
  for (let i: usize = 0; i < outer; i++) {
    if (inner == 1) v128.store32_lane(to, reduceRow<Operation>(from, reduced), 0);
    else reduceColumns<Operation>(from, reduced, inner, to);
    from += (reduced * inner) << 2;
    to += inner << 2;
  }
}

function reduceRow<Operation>(from: usize, count: usize): v128 {
  const operation = changetype<Operation>(0);
  const sixteens = from + ((count & ~15) << 2);
  const end = from + (count << 2);
  let x0 = v128.load32_splat(from);
  let x1 = x0;
  let x2 = x0;
  let x3 = x0;
  while (from < sixteens) {
    x0 = operation.of(x0, v128.load(from));
    x1 = operation.of(x1, v128.load(from, 16));
    x2 = operation.of(x2, v128.load(from, 32));
    x3 = operation.of(x3, v128.load(from, 48));
    from += 64;
  }
  while (from < end) {
    x0 = operation.of(x0, v128.load32_splat(from));
    from += 4;
  }
  const all = operation.of(operation.of(x0, x1), operation.of(x2, x3));
  const pairs = operation.of(all, i32x4.shuffle(all, all, 2, 3, 0, 1));
  return operation.of(pairs, i32x4.shuffle(pairs, pairs, 1, 0, 3, 2));
}

function reduceColumns<Operation>(from: usize, rows: usize, columns: usize, to: usize): void {
  const operation = changetype<Operation>(0);
  const stride = columns << 2;
  const end = to + stride;
  const sixteens = to + ((columns & ~15) << 2);
  while (to < sixteens) {
    let row = from;
    let x0 = v128.load(row);
    let x1 = v128.load(row, 16);
    let x2 = v128.load(row, 32);
    let x3 = v128.load(row, 48);
    for (let i: usize = 1; i < rows; i++) {
      row += stride;
      x0 = operation.of(x0, v128.load(row));
      x1 = operation.of(x1, v128.load(row, 16));
      x2 = operation.of(x2, v128.load(row, 32));
      x3 = operation.of(x3, v128.load(row, 48));
    }
    v128.store(to, x0);
    v128.store(to, x1, 16);
    v128.store(to, x2, 32);
    v128.store(to, x3, 48);
    from += 64;
    to += 64;
  }
  while (to < end) {
    let row = from;
    let x = v128.load32_splat(row);
    for (let i: usize = 1; i < rows; i++) {
      row += stride;
      x = operation.of(x, v128.load32_splat(row));
    }
    v128.store32_lane(to, x, 0);
    from += 4;
    to += 4;
  }
}
