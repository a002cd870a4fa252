/** The multiplications of all rows, given those of one. Threads share rows, so a single row is one thread's: nothing to wake others for. */
export const sharedWork = (rows: number, ofRow: number): number => (rows === 1 ? 0 : rows * ofRow);
