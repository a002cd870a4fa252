/** The multiplications of all rows, given those of one; threads share rows, so a single row is one thread's and nothing to wake others for. */
export const sharedWork = (rows: number, ofRow: number): number => (rows === 1 ? 0 : rows * ofRow);
