// The inner loop of every product: R rows of A times one panel of 8 columns of B, held in registers over a stretch of the depth.
//
// Six rows and two vectors fill the registers that V8 has to give: 12 sums, 2 of B, 1 of A. Each sum adds its products in the order of
// the depth, whatever the number of rows, so a result does not depend on how rows are shared out.
import { multiplyAdd } from '../multiply-add';

/** @param a - packed rows [k][6][4] up to `aEnd`; @param b - a panel [k][8]; @param c - [6][8] with `cStride` bytes a row */
export function tile6(a: usize, aEnd: usize, b: usize, c: usize, cStride: usize, accumulate: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let c40 = c00;
  let c41 = c00;
  let c50 = c00;
  let c51 = c00;
  while (a < aEnd) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load(a);
    c00 = multiplyAdd(x, b0, c00);
    c01 = multiplyAdd(x, b1, c01);
    x = v128.load(a, 16);
    c10 = multiplyAdd(x, b0, c10);
    c11 = multiplyAdd(x, b1, c11);
    x = v128.load(a, 32);
    c20 = multiplyAdd(x, b0, c20);
    c21 = multiplyAdd(x, b1, c21);
    x = v128.load(a, 48);
    c30 = multiplyAdd(x, b0, c30);
    c31 = multiplyAdd(x, b1, c31);
    x = v128.load(a, 64);
    c40 = multiplyAdd(x, b0, c40);
    c41 = multiplyAdd(x, b1, c41);
    x = v128.load(a, 80);
    c50 = multiplyAdd(x, b0, c50);
    c51 = multiplyAdd(x, b1, c51);
    a += 96;
    b += 32;
  }
  put(c, c00, c01, accumulate);
  put(c + cStride, c10, c11, accumulate);
  put(c + 2 * cStride, c20, c21, accumulate);
  put(c + 3 * cStride, c30, c31, accumulate);
  put(c + 4 * cStride, c40, c41, accumulate);
  put(c + 5 * cStride, c50, c51, accumulate);
}

/** The same for 5 rows. */
export function tile5(a: usize, aEnd: usize, b: usize, c: usize, cStride: usize, accumulate: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let c40 = c00;
  let c41 = c00;
  while (a < aEnd) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load(a);
    c00 = multiplyAdd(x, b0, c00);
    c01 = multiplyAdd(x, b1, c01);
    x = v128.load(a, 16);
    c10 = multiplyAdd(x, b0, c10);
    c11 = multiplyAdd(x, b1, c11);
    x = v128.load(a, 32);
    c20 = multiplyAdd(x, b0, c20);
    c21 = multiplyAdd(x, b1, c21);
    x = v128.load(a, 48);
    c30 = multiplyAdd(x, b0, c30);
    c31 = multiplyAdd(x, b1, c31);
    x = v128.load(a, 64);
    c40 = multiplyAdd(x, b0, c40);
    c41 = multiplyAdd(x, b1, c41);
    a += 80;
    b += 32;
  }
  put(c, c00, c01, accumulate);
  put(c + cStride, c10, c11, accumulate);
  put(c + 2 * cStride, c20, c21, accumulate);
  put(c + 3 * cStride, c30, c31, accumulate);
  put(c + 4 * cStride, c40, c41, accumulate);
}

/** The same for 4 rows. */
export function tile4(a: usize, aEnd: usize, b: usize, c: usize, cStride: usize, accumulate: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  while (a < aEnd) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load(a);
    c00 = multiplyAdd(x, b0, c00);
    c01 = multiplyAdd(x, b1, c01);
    x = v128.load(a, 16);
    c10 = multiplyAdd(x, b0, c10);
    c11 = multiplyAdd(x, b1, c11);
    x = v128.load(a, 32);
    c20 = multiplyAdd(x, b0, c20);
    c21 = multiplyAdd(x, b1, c21);
    x = v128.load(a, 48);
    c30 = multiplyAdd(x, b0, c30);
    c31 = multiplyAdd(x, b1, c31);
    a += 64;
    b += 32;
  }
  put(c, c00, c01, accumulate);
  put(c + cStride, c10, c11, accumulate);
  put(c + 2 * cStride, c20, c21, accumulate);
  put(c + 3 * cStride, c30, c31, accumulate);
}

/** The same for 3 rows. */
export function tile3(a: usize, aEnd: usize, b: usize, c: usize, cStride: usize, accumulate: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  while (a < aEnd) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load(a);
    c00 = multiplyAdd(x, b0, c00);
    c01 = multiplyAdd(x, b1, c01);
    x = v128.load(a, 16);
    c10 = multiplyAdd(x, b0, c10);
    c11 = multiplyAdd(x, b1, c11);
    x = v128.load(a, 32);
    c20 = multiplyAdd(x, b0, c20);
    c21 = multiplyAdd(x, b1, c21);
    a += 48;
    b += 32;
  }
  put(c, c00, c01, accumulate);
  put(c + cStride, c10, c11, accumulate);
  put(c + 2 * cStride, c20, c21, accumulate);
}

/** The same for 2 rows. */
export function tile2(a: usize, aEnd: usize, b: usize, c: usize, cStride: usize, accumulate: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  while (a < aEnd) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load(a);
    c00 = multiplyAdd(x, b0, c00);
    c01 = multiplyAdd(x, b1, c01);
    x = v128.load(a, 16);
    c10 = multiplyAdd(x, b0, c10);
    c11 = multiplyAdd(x, b1, c11);
    a += 32;
    b += 32;
  }
  put(c, c00, c01, accumulate);
  put(c + cStride, c10, c11, accumulate);
}

/** The same for one row. */
export function tile1(a: usize, aEnd: usize, b: usize, c: usize, _cStride: usize, accumulate: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  while (a < aEnd) {
    const x = v128.load(a);
    c00 = multiplyAdd(x, v128.load(b), c00);
    c01 = multiplyAdd(x, v128.load(b, 16), c01);
    a += 16;
    b += 32;
  }
  put(c, c00, c01, accumulate);
}

/**
 * One row times four panels, `panelBytes` apart: a row alone has too few sums to keep the arithmetic busy while each waits for the one
 * before.
 */
export function tile1Wide(a: usize, aEnd: usize, b: usize, panelBytes: usize, c: usize, accumulate: bool): void {
  let c0 = f32x4.splat(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  let c4 = c0;
  let c5 = c0;
  let c6 = c0;
  let c7 = c0;
  let second = b + panelBytes;
  let third = second + panelBytes;
  let fourth = third + panelBytes;
  while (a < aEnd) {
    const x = v128.load(a);
    c0 = multiplyAdd(x, v128.load(b), c0);
    c1 = multiplyAdd(x, v128.load(b, 16), c1);
    c2 = multiplyAdd(x, v128.load(second), c2);
    c3 = multiplyAdd(x, v128.load(second, 16), c3);
    c4 = multiplyAdd(x, v128.load(third), c4);
    c5 = multiplyAdd(x, v128.load(third, 16), c5);
    c6 = multiplyAdd(x, v128.load(fourth), c6);
    c7 = multiplyAdd(x, v128.load(fourth, 16), c7);
    a += 16;
    b += 32;
    second += 32;
    third += 32;
    fourth += 32;
  }
  put(c, c0, c1, accumulate);
  put(c + 32, c2, c3, accumulate);
  put(c + 64, c4, c5, accumulate);
  put(c + 96, c6, c7, accumulate);
}

function put(c: usize, first: v128, second: v128, accumulate: bool): void {
  if (accumulate) {
    first = f32x4.add(v128.load(c), first);
    second = f32x4.add(v128.load(c, 16), second);
  }
  v128.store(c, first);
  v128.store(c, second, 16);
}
