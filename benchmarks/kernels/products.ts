/** A product of matrices that training or decoding takes: [M, K] · [K, N], either of them perhaps stored transposed. */
export type Product = {
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
};

const product = (rows: number, depth: number, columns: number, transposeA = false, transposeB = false): Product => ({
  rows,
  depth,
  columns,
  transposeA,
  transposeB,
});

/** A large square one in all four transpositions, steps of decoders, readouts over a vocabulary, and what decoding one sentence takes. */
export const products: readonly Product[] = [
  product(1024, 512, 512),
  product(1024, 512, 512, true, false),
  product(1024, 512, 512, false, true),
  product(1024, 512, 512, true, true),
  product(64, 256, 1024),
  product(128, 512, 1024),
  product(64, 512, 1024),
  product(896, 512, 8000),
  product(1, 512, 8000),
  product(5, 512, 2048),
];

/** As in `1024×512×512 Aᵀ·B`. */
export const productName = ({ rows, depth, columns, transposeA, transposeB }: Product): string =>
  `${rows}×${depth}×${columns} ${transposeA ? 'Aᵀ' : 'A'}·${transposeB ? 'Bᵀ' : 'B'}`;

/** A multiplication and an addition for each element of each sum. */
export const operationsOf = ({ rows, depth, columns }: Product): number => 2 * rows * depth * columns;
