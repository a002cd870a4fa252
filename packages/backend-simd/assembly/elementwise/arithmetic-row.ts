// Two rows of numbers to one. Either may be a single number instead, whose step is 0.
import { Add, Divide, Maximum, Minimum, Multiply, SquaredDifference, Subtract } from './binary-operations';
import { loadPart, storePart } from './part';

/**
 * @param operation - its number in src/wasm/elementwise-functions.ts
 * @param aStep - 0 if `a` is one number, else 4
 */
export function arithmeticRow(
  operation: u32,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  to: usize,
  count: usize,
): void {
  switch (operation) {
    case 0:
      return combine<Add>(a, aStep, b, bStep, to, count);
    case 1:
      return combine<Subtract>(a, aStep, b, bStep, to, count);
    case 2:
      return combine<Multiply>(a, aStep, b, bStep, to, count);
    case 3:
      return combine<Divide>(a, aStep, b, bStep, to, count);
    case 4:
      return combine<Maximum>(a, aStep, b, bStep, to, count);
    case 5:
      return combine<Minimum>(a, aStep, b, bStep, to, count);
    case 6:
      return combine<SquaredDifference>(a, aStep, b, bStep, to, count);
    default:
      unreachable();
  }
}

function combine<Operation>(a: usize, aStep: usize, b: usize, bStep: usize, to: usize, count: usize): void {
  if (aStep == 0) numberAndRow<Operation>(v128.load32_splat(a), b, to, count);
  else if (bStep == 0) rowAndNumber<Operation>(a, v128.load32_splat(b), to, count);
  else rowAndRow<Operation>(a, b, to, count);
}

function rowAndRow<Operation>(a: usize, b: usize, to: usize, count: usize): void {
  const operation = changetype<Operation>(0);
  const sixteens = to + ((count & ~15) << 2);
  const fours = to + ((count & ~3) << 2);
  while (to < sixteens) {
    v128.store(to, operation.of(v128.load(a), v128.load(b)));
    v128.store(to, operation.of(v128.load(a, 16), v128.load(b, 16)), 16);
    v128.store(to, operation.of(v128.load(a, 32), v128.load(b, 32)), 32);
    v128.store(to, operation.of(v128.load(a, 48), v128.load(b, 48)), 48);
    a += 64;
    b += 64;
    to += 64;
  }
  while (to < fours) {
    v128.store(to, operation.of(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
    to += 16;
  }
  const rest = count & 3;
  if (rest > 0) storePart(to, operation.of(loadPart(a, rest), loadPart(b, rest)), rest);
}

function rowAndNumber<Operation>(a: usize, b: v128, to: usize, count: usize): void {
  const operation = changetype<Operation>(0);
  const sixteens = to + ((count & ~15) << 2);
  const fours = to + ((count & ~3) << 2);
  while (to < sixteens) {
    v128.store(to, operation.of(v128.load(a), b));
    v128.store(to, operation.of(v128.load(a, 16), b), 16);
    v128.store(to, operation.of(v128.load(a, 32), b), 32);
    v128.store(to, operation.of(v128.load(a, 48), b), 48);
    a += 64;
    to += 64;
  }
  while (to < fours) {
    v128.store(to, operation.of(v128.load(a), b));
    a += 16;
    to += 16;
  }
  const rest = count & 3;
  if (rest > 0) storePart(to, operation.of(loadPart(a, rest), b), rest);
}

function numberAndRow<Operation>(a: v128, b: usize, to: usize, count: usize): void {
  const operation = changetype<Operation>(0);
  const sixteens = to + ((count & ~15) << 2);
  const fours = to + ((count & ~3) << 2);
  while (to < sixteens) {
    v128.store(to, operation.of(a, v128.load(b)));
    v128.store(to, operation.of(a, v128.load(b, 16)), 16);
    v128.store(to, operation.of(a, v128.load(b, 32)), 32);
    v128.store(to, operation.of(a, v128.load(b, 48)), 48);
    b += 64;
    to += 64;
  }
  while (to < fours) {
    v128.store(to, operation.of(a, v128.load(b)));
    b += 16;
    to += 16;
  }
  const rest = count & 3;
  if (rest > 0) storePart(to, operation.of(a, loadPart(b, rest)), rest);
}
