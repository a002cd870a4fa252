import { expectNoLeak } from '@seq2seq/core/testing';
import * as tf from '@tensorflow/tfjs-core';

/** Runs a test inside a tidy and fails if it leaves a tensor behind. */
export const expectTidy = (run: () => void): void =>
  expectNoLeak(() =>
    tf.tidy(() => {
      // What the run returns, such as an assertion, is none of tidy's business.
      run();
    }),
  );
