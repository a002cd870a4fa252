// Summaries of ours and of a user keep the contract; each law is shown to find the summary that breaks it.
import * as tf from '@tensorflow/tfjs-core';
import type { Rank, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { cpuTest } from '../src/__fixtures__/cpu-test.ts';
import type { Encoded } from '../src/encoder/encoder.ts';
import { firstBackwardSummary } from '../src/encoder/summary/first-backward-summary.ts';
import { lastSummary } from '../src/encoder/summary/last-summary.ts';
import { maxSummary } from '../src/encoder/summary/max-summary.ts';
import { meanSummary } from '../src/encoder/summary/mean-summary.ts';
import { defineSummary, type SummaryKind } from '../src/encoder/summary/summary.ts';
import { ConfigError } from '../src/errors/config-error.ts';
import { glorotUniform } from '../src/parameters/initializers.ts';
import { withoutGradient } from '../src/tensor/without-gradient.ts';
import { checkSummaryContract } from './summary-contract.ts';

describe.each([
  { name: 'last', kind: lastSummary },
  { name: 'first-backward', kind: firstBackwardSummary },
  { name: 'mean', kind: meanSummary },
  { name: 'max', kind: maxSummary },
])('$name', ({ kind }) => {
  cpuTest('keeps the contract, for any seed', () => {
    for (const seed of [1, 2]) checkSummaryContract(kind, {}, { seed });
  });
});

/** As a user may write it: tanh(mean of the memory · W). */
const squeezed: SummaryKind<{ readonly units: number }> = defineSummary(({ memorySize }, { units }, parameters) => {
  const kernel = parameters.create('kernel', [memorySize, units], glorotUniform);
  return {
    size: units,
    summarize: ({ memory: { values, mask } }) =>
      tf.tanh(tf.matMul<Tensor2D>(tf.div(tf.sum(values, 1), tf.sum(mask, 1, true)), kernel)),
  };
});

cpuTest('a summary of a user keeps the contract', () => checkSummaryContract(squeezed, { units: 3 }));

/** The squeezed summary with something wrong about what it gives. */
const changed = (change: (summary: Tensor2D, encoded: Omit<Encoded, 'summary'>) => Tensor2D): SummaryKind => ({
  create: (sizes, _options, parameters) => {
    const { size, summarize } = squeezed.create(sizes, { units: 3 }, parameters);
    return { size, summarize: (encoded) => change(summarize(encoded), encoded) };
  },
});

const expectBroken = (kind: SummaryKind, law: string, complaint: string): void => {
  const check = (): void => checkSummaryContract(kind, {});
  expect(check).toThrow(`summary contract: broken law "${law}": of two GRU layers of both directions: `);
  expect(check).toThrow(complaint);
};

describe('finds', () => {
  cpuTest('a summary that leaks', () => {
    const held: Tensor[] = [];
    const kind = changed((summary) => {
      held.push(tf.keep(tf.clone(summary)));
      return summary;
    });
    expect(() => checkSummaryContract(kind, {})).toThrow(
      'broken law "all that creating and reading make is given back": expectNoLeak: ',
    );
    tf.dispose(held);
  });

  cpuTest('one that can read nothing', () => {
    const kind: SummaryKind = {
      create: () => {
        throw new ConfigError('never.', 'encoder.summary');
      },
    };
    expectBroken(kind, 'all that creating and reading make is given back', 'never.');
  });

  cpuTest('another width than declared', () => {
    const wider = changed((summary) => tf.concat([summary, summary], 1));
    expectBroken(wider, 'there is one vector of the declared width for each source', 'is [3, 6], expected [3, 3]');
  });

  cpuTest('one that remembers', () => {
    let calls = 0;
    const kind = changed((summary) => tf.add(summary, calls++ / 100));
    expectBroken(kind, 'reading remembers nothing and changes nothing', 'the same source again');
  });

  cpuTest('rows that see each other', () => {
    const kind = changed((summary) => tf.sub(summary, tf.mean(summary, 0, true)));
    expectBroken(kind, 'rows do not see each other', 'row 0 of 3');
  });

  cpuTest('a mean over the whole length, padding too', () => {
    const kind = changed((summary, { memory }) =>
      tf.add(summary, tf.expandDims<Tensor<Rank.R2>>(tf.mean(memory.values, [1, 2]), 1)),
    );
    expectBroken(kind, 'padding changes nothing', 'source 0, padded to 8');
  });

  cpuTest('a weight that nothing depends on', () => {
    const kind: SummaryKind = {
      create: (sizes, _options, parameters) => {
        parameters.create('idle', [2], glorotUniform);
        return squeezed.create(sizes, { units: 3 }, parameters);
      },
    };
    const law = 'every weight gets a gradient that is finite and not all zero';
    expectBroken(kind, law, 'summary.idle gets no gradient');
  });

  cpuTest('a gradient that is cut', () => {
    const kind = changed((summary) =>
      tf.add(
        summary,
        withoutGradient(() => tf.square(summary)),
      ),
    );
    expectBroken(kind, 'gradients equal finite differences', 'the gradient is');
  });

  cpuTest('a number that is not saved', () => {
    let created = 0;
    const kind: SummaryKind = {
      create: (sizes, _options, parameters) => {
        const factor = 1 + created++ / 100;
        const { size, summarize } = squeezed.create(sizes, { units: 3 }, parameters);
        return { size, summarize: (encoded) => tf.mul(summarize(encoded), factor) };
      },
    };
    expectBroken(kind, 'a summary with the weights of another gives the same', 'the copy');
  });
});
