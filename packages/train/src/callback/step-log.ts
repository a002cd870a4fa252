import type { Awaitable, TrainerCallback } from './callback.ts';

/**
 * Every step's report as a line of JSON, for plots and for the record.
 *
 * @param write - gets each line without a line break; training waits
 */
export const stepLog = (write: (line: string) => Awaitable<void>): TrainerCallback => ({
  onStepEnd: (report) => write(JSON.stringify(report)),
});
