/** Operations on one value, by the numbers that assembly/elementwise/unary.ts knows them by. */
export const unaryOperation = {
  tanh: 0,
  sigmoid: 1,
  exp: 2,
  log: 3,
  sqrt: 4,
  rsqrt: 5,
  square: 6,
  negative: 7,
  absolute: 8,
  relu: 9,
  reciprocal: 10,
} as const;

/** Operations on two values, by the numbers that assembly/elementwise/arithmetic-row.ts and comparison-row.ts know them by. */
export const binaryOperation = {
  add: 0,
  subtract: 1,
  multiply: 2,
  divide: 3,
  maximum: 4,
  minimum: 5,
  squaredDifference: 6,
  greater: 16,
  greaterEqual: 17,
  less: 18,
  lessEqual: 19,
  equal: 20,
  notEqual: 21,
} as const;

type Convert = (from: number, to: number, count: number) => void;

/** What assembly/elementwise exports, as JavaScript sees it. Strides are in bytes. */
export interface ElementwiseFunctions {
  unary(operation: number, from: number, to: number, count: number): void;
  step(from: number, to: number, count: number, below: number): void;
  clip(from: number, to: number, count: number, least: number, greatest: number): void;
  binary(
    operation: number,
    a: number,
    aPlane: number,
    aRow: number,
    aColumn: number,
    b: number,
    bPlane: number,
    bRow: number,
    bColumn: number,
    to: number,
    planes: number,
    rows: number,
    columns: number,
  ): void;
  logicalAnd(a: number, b: number, to: number, count: number): void;
  logicalNot(from: number, to: number, count: number): void;
  select(condition: number, whenTrue: number, whenFalse: number, to: number, count: number): void;
  readonly intToFloat: Convert;
  readonly floatToInt: Convert;
  readonly boolToInt: Convert;
  readonly boolToFloat: Convert;
  readonly floatToBool: Convert;
  readonly intToBool: Convert;
}
