// The contract kept by readouts of ours, and each law shown to find the readout that breaks it.
import * as tf from '@tensorflow/tfjs-core';
import type { Rank, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { cpuTest } from '../src/__fixtures__/cpu-test.ts';
import { deepReadoutKind } from '../src/model/deep-readout.ts';
import { linearReadoutKind } from '../src/model/linear-readout.ts';
import { defineReadout, type Readout, type ReadoutKind } from '../src/model/readout.ts';
import { glorotUniform } from '../src/parameters/initializers.ts';
import { withoutGradient } from '../src/tensor/without-gradient.ts';
import { checkReadoutContract } from './readout-contract.ts';

cpuTest('linear and deep readouts keep the contract, for any seed and without a context', () => {
  const sizes = { outputSize: 4, embeddingSize: 3, contextSize: 0, vocabularySize: 6 };
  for (const seed of [1, 2, 3]) {
    checkReadoutContract(linearReadoutKind, {}, { seed });
    checkReadoutContract(deepReadoutKind, { units: 3 }, { seed });
  }
  checkReadoutContract(linearReadoutKind, {}, { sizes });
  checkReadoutContract(deepReadoutKind, { units: 3 }, { sizes });
});

cpuTest('a readout of one’s own keeps it', () => {
  const tanhReadout = defineReadout(({ outputSize }, { units }: { readonly units: number }, parameters, generator) => {
    const kernel = parameters.create('kernel', [outputSize, units], glorotUniform);
    const last = generator(units);
    return { ...last, read: (input) => last.read({ ...input, outputs: tf.tanh(tf.matMul(input.outputs, kernel)) }) };
  });
  checkReadoutContract(tanhReadout, { units: 2 });
});

/** The deep readout with something wrong about it. */
const broken = (change: (readout: Readout) => Partial<Readout>): ReadoutKind<{}> =>
  defineReadout<{}>((sizes, _options, parameters, generator) => {
    const readout = deepReadoutKind.create(sizes, { units: 3 }, parameters, generator);
    return { ...readout, ...change(readout) };
  });

const expectBroken = (kind: ReadoutKind<{}>, law: string, complaint: string): void => {
  const check = (): void => checkReadoutContract(kind, {});
  expect(check).toThrow(`readout contract: broken law "${law}": `);
  expect(check).toThrow(complaint);
};

describe('finds', () => {
  cpuTest('a readout that keeps a tensor', () => {
    const held: Tensor[] = [];
    const kind = broken(({ read }) => ({
      read: (input) => {
        held.push(tf.keep(tf.clone(input.outputs)));
        return read(input);
      },
    }));
    expectBroken(kind, 'all that creating and reading make is given back', '1 tensor left over');
    tf.dispose(held);
  });

  cpuTest('another number of scores than declared', () => {
    const law = 'there is one score for each row and token';
    const narrow = broken(({ read }) => ({
      read: (input) => tf.slice<Rank.R2, Tensor2D>(read(input), [0, 0], [4, 3]),
    }));
    expectBroken(narrow, law, 'the scores are [4, 3], expected [4, 5]');
    const untrue = broken(() => ({ vocabularySize: 6 }));
    expectBroken(untrue, law, 'vocabularySize is 6, expected 5');
  });

  cpuTest('a readout that remembers', () => {
    let calls = 0;
    const kind = broken(({ read }) => ({ read: (input) => tf.add(read(input), calls++) }));
    expectBroken(kind, 'reading remembers nothing and changes nothing', 'the same rows again');
  });

  cpuTest('rows that see each other', () => {
    const kind = broken(({ read }) => ({
      read: (input) => tf.sub(read(input), tf.mean(input.outputs)),
    }));
    expectBroken(kind, 'rows do not see each other', 'row 0 of 4');
  });

  cpuTest('inputs that are read but not asked for', () => {
    const kind = broken(({ read }) => ({
      readsInputs: false,
      read: (input) => read({ ...input, contexts: input.contexts ?? tf.zeros([4, 4]) }),
    }));
    expectBroken(kind, 'embeddings and contexts are read only where readsInputs is true', 'other inputs');
  });

  cpuTest('a weight that does not matter', () => {
    const kind = defineReadout<{}>(({ outputSize }, _options, parameters, generator) => {
      parameters.create('kernel', [outputSize, 2], glorotUniform);
      return generator(outputSize);
    });
    const law = 'every weight gets a gradient that is finite and not all zero';
    expectBroken(kind, law, 'output.kernel gets no gradient');
  });

  cpuTest('a gradient that is cut', () => {
    const kind = broken(({ read }) => ({
      read: (input) =>
        tf.add(
          read(input),
          tf.tile(
            withoutGradient(() => tf.sum<Tensor2D>(input.outputs, 1, true)),
            [1, 5],
          ),
        ),
    }));
    expectBroken(kind, 'gradients equal finite differences', 'expectGradients: outputs');
  });

  cpuTest('what is not saved with the weights', () => {
    let made = 0;
    const kind = broken(({ read }) => {
      const own = made++;
      return { read: (input) => tf.add(read(input), own) };
    });
    expectBroken(kind, 'a readout with the weights of another gives the same scores', 'the copy');
  });
});
