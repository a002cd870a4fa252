import { randomSequences, type RandomSequenceOptions } from '../random-sequences.ts';
import { splitExamples } from '../split-examples.ts';
import type { TaskData } from '../task.ts';

export type ReverseOptions = RandomSequenceOptions;

/**
 * Sequences of letters and their reversal: "a b c" becomes "c b a". Every length is about equally frequent, as far as there
 * are enough different sequences of it, and every source occurs once in all splits together.
 *
 * @throws TaskError if an option is out of range or there are fewer different sequences than examples asked for
 */
export function reverseTask(options: ReverseOptions): TaskData {
  const invented = randomSequences('reverseTask', options).map((source) => ({
    source,
    targets: [source.toReversed()],
    links: source.map((_, target) => [target, source.length - 1 - target] as const),
  }));
  return splitExamples(invented, options.examples);
}
