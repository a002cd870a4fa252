import { randomSequences, type RandomSequenceOptions } from '../random-sequences.ts';
import { splitExamples } from '../split-examples.ts';
import type { TaskData } from '../task.ts';

export type CopyOptions = RandomSequenceOptions;

/**
 * Sequences of letters and themselves: "a b c" becomes "a b c". Every length is about equally frequent, as far as there are
 * enough different sequences of it, and every source occurs once in all splits together.
 *
 * @throws TaskError if an option is out of range or there are fewer different sequences than examples asked for
 */
export function copyTask(options: CopyOptions): TaskData {
  const invented = randomSequences('copyTask', options).map((source) => ({
    source,
    targets: [[...source]],
    links: source.map((_, place) => [place, place] as const),
  }));
  return splitExamples(invented, options.examples);
}
