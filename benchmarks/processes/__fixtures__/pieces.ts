import type { Reading, Worker } from '../worker.ts';

/** How a worker works that does this for each piece. */
export const pieces =
  (piece: () => Promise<Reading>): Worker['work'] =>
  async (times) => {
    const readings: Reading[] = [];
    while (readings.length < times) readings.push(await piece());
    return readings;
  };
