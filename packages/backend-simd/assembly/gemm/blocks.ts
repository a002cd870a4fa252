// How a product is cut up so that its parts stay in the caches.

/** Packed rows (128 deep, 6 high, each value 4 times: 12 kB) and one panel (4 kB) stay in the first cache. */
export const depthBlock: usize = 128;
/** A packed block of B (128 × 1024: 512 kB) stays in the second cache. */
export const columnBlock: usize = 1024;
/** Rows of A that a tile multiplies at once. */
export const rowsOfTile: usize = 6;

/** Bytes of packed rows. */
export const packedRowsBytes: usize = 128 * 6 * 16;
/** Bytes of one finished tile that is not as wide as a panel. */
export const edgeBytes: usize = 6 * 8 * 4;
