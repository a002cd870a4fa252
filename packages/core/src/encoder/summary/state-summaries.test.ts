// last and first-backward read the final states: each against cells that are read by loops, in float64.
import { expect } from 'vitest';
import { randomSequences } from '../../../testing/sequences.ts';
import { cpuTest } from '../../__fixtures__/cpu-test.ts';
import { ConfigError } from '../../errors/config-error.ts';
import { createParameterStore, fromZeros } from '../../parameters/parameter-store.ts';
import { createRandom } from '../../random/random.ts';
import { besides, expectReads, readByLoops } from '../__fixtures__/read-by-loops.ts';
import { partsOf, withEncoder } from '../__fixtures__/small-encoders.ts';
import { recurrentKind } from '../recurrent-kind.ts';
import { firstBackwardSummary } from './first-backward-summary.ts';
import { lastSummary } from './last-summary.ts';
import type { SummarySizes } from './summary.ts';

const sequences = randomSequences([5, 2, 1], 3, createRandom(4));

cpuTest('last: forward at the last token beside backward at the first', () =>
  withEncoder(recurrentKind, { units: 2, direction: 'bidirectional' }, partsOf('elman', 'last'), (encoder, store) => {
    expect([encoder.memorySize, encoder.summarySize]).toEqual([4, 4]);
    expectReads(encoder, store, sequences, (sequence, weights) => {
      const forward = readByLoops(sequence, weights, 'layers.0', 'forward');
      const backward = readByLoops(sequence, weights, 'layers.0', 'backward');
      const summary = [...(forward.at(-1) ?? []), ...(backward[0] ?? [])];
      return { memory: besides(forward, backward), summary, finalHidden: [summary] };
    });
  }),
);

cpuTest('first-backward: the backward half at the first token, half as wide as the memory', () =>
  withEncoder(
    recurrentKind,
    { units: 2, direction: 'bidirectional' },
    partsOf('elman', 'first-backward'),
    (encoder, store) => {
      expect([encoder.memorySize, encoder.summarySize]).toEqual([4, 2]);
      expectReads(encoder, store, sequences, (sequence, weights) => {
        const forward = readByLoops(sequence, weights, 'layers.0', 'forward');
        const backward = readByLoops(sequence, weights, 'layers.0', 'backward');
        const first = backward[0] ?? [];
        return {
          memory: besides(forward, backward),
          summary: first,
          finalHidden: [[...(forward.at(-1) ?? []), ...first]],
        };
      });
    },
  ),
);

cpuTest('first-backward of a layer that only reads backward is all of its hidden', () =>
  withEncoder(
    recurrentKind,
    { units: 2, direction: 'backward' },
    partsOf('elman', 'first-backward'),
    (encoder, store) => {
      expect([encoder.memorySize, encoder.summarySize]).toEqual([2, 2]);
      expectReads(encoder, store, sequences, (sequence, weights) => {
        const memory = readByLoops(sequence, weights, 'layers.0', 'backward');
        return { memory, summary: memory[0] ?? [], finalHidden: [memory[0] ?? []] };
      });
    },
  ),
);

const sizesOf = (stateSizes: SummarySizes['stateSizes'], backwardSize: number): SummarySizes => ({
  memorySize: 4,
  stateSizes,
  backwardSize,
});

cpuTest('first-backward where nothing is read backward names what there is and what is wanted', () => {
  const build = (): unknown =>
    firstBackwardSummary.create(sizesOf([{ hidden: 6 }, { hidden: 4 }], 0), {}, createParameterStore(fromZeros));
  expect(build).toThrow(
    'it wants what the top layer read backward, but that layer reads forward only (4 forward, 0 backward)',
  );
  expect(build).toThrow(ConfigError);
});

cpuTest('last of an encoder without a final hidden is a ConfigError', () => {
  for (const stateSizes of [[], [{ hidden: 3 }, { sum: 4 }]]) {
    const build = (): unknown => lastSummary.create(sizesOf(stateSizes, 0), {}, createParameterStore(fromZeros));
    expect(build).toThrow('last summary: it is the top layer');
    expect(build).toThrow(ConfigError);
  }
});

cpuTest('a summary of this package has no options', () => {
  const build = (): unknown =>
    lastSummary.create(sizesOf([{ hidden: 4 }], 0), { width: 3 }, createParameterStore(fromZeros));
  expect(build).toThrow('last summary: there is no option width; it has no options.');
});
