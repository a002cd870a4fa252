// One value in, one value out.
import { loadPart, storePart } from './part';
import { Absolute, Exp, Log, Negative, Reciprocal, Relu, Rsqrt, Sigmoid, Sqrt, Square, Tanh } from './unary-operations';

/**
 * @param operation - its number in src/wasm/elementwise-functions.ts
 * @param from - `count` values
 * @param to - as many results; may be `from`
 */
export function unary(operation: u32, from: usize, to: usize, count: usize): void {
  switch (operation) {
    case 0:
      return map<Tanh>(from, to, count);
    case 1:
      return map<Sigmoid>(from, to, count);
    case 2:
      return map<Exp>(from, to, count);
    case 3:
      return map<Log>(from, to, count);
    case 4:
      return map<Sqrt>(from, to, count);
    case 5:
      return map<Rsqrt>(from, to, count);
    case 6:
      return map<Square>(from, to, count);
    case 7:
      return map<Negative>(from, to, count);
    case 8:
      return map<Absolute>(from, to, count);
    case 9:
      return map<Relu>(from, to, count);
    case 10:
      return map<Reciprocal>(from, to, count);
    default:
      unreachable();
  }
}

function map<Operation>(from: usize, to: usize, count: usize): void {
  const operation = changetype<Operation>(0);
  const sixteens = to + ((count & ~15) << 2);
  const fours = to + ((count & ~3) << 2);
  while (to < sixteens) {
    v128.store(to, operation.of(v128.load(from)));
    v128.store(to, operation.of(v128.load(from, 16)), 16);
    v128.store(to, operation.of(v128.load(from, 32)), 32);
    v128.store(to, operation.of(v128.load(from, 48)), 48);
    from += 64;
    to += 64;
  }
  while (to < fours) {
    v128.store(to, operation.of(v128.load(from)));
    from += 16;
    to += 16;
  }
  const rest = count & 3;
  if (rest > 0) storePart(to, operation.of(loadPart(from, rest)), rest);
}
