import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { unrollDecoder } from '../src/decoder/unroll-decoder.ts';
import type { Mode } from '../src/random/mode.ts';
import { createRandom } from '../src/random/random.ts';
import { gatherRows, type TensorTree } from '../src/tensor/tensor-tree.ts';
import type { Law } from './check-laws.ts';
import { type DecoderLaw, followTokens } from './decoder-law.ts';
import { exactly, expectSameTree, leavesOf, snapshotOf } from './expect-same-tree.ts';

const notTraining: Mode = { training: false };

export const decoderStepLaws = (law: DecoderLaw): Law[] => [
  law('all that creating and stepping make is given back', ({ decoder, sources, tokens, encode }) => {
    followTokens(decoder, encode(sources), tokens);
  }),
  law('outputs, contexts and alignments have the declared shapes', ({ decoder, sources, tokens, encode }) => {
    const encoded = encode(sources);
    const [B, S] = encoded.memory.mask.shape;
    const wanted = [
      ['output', [B, decoder.outputSize]],
      ['context', decoder.contextSize > 0 ? [B, decoder.contextSize] : undefined],
      ['alignment', decoder.attends ? [B, S] : undefined],
    ] as const;
    for (const step of followTokens(decoder, encoded, tokens)) {
      for (const [part, shape] of wanted) {
        const got = step[part]?.shape;
        if (got?.join() === shape?.join()) continue;
        throw new Error(`${part} is ${describe(got)}, but what the decoder declares makes it ${describe(shape)}.`);
      }
    }
  }),
  law('prepared and state have the batch on axis 0, and a step keeps the shapes of the state', (subject) => {
    const { decoder, sources, tokens, encode } = subject;
    const encoded = encode(sources);
    const prepared = decoder.prepare(encoded);
    const start = decoder.start(encoded, prepared);
    for (const [path, { shape }] of leavesOf({ prepared, start })) {
      if (shape[0] !== sources.length)
        throw new Error(`${path} is [${shape.join(', ')}]; it must begin with B = ${sources.length}.`);
    }
    const shapesOf = (state: TensorTree): string =>
      leavesOf(state)
        .map(([path, { shape }]) => `${path} [${shape.join(', ')}]`)
        .join('; ');
    for (const { state } of followTokens(decoder, encoded, tokens)) {
      if (shapesOf(state) !== shapesOf(start)) {
        throw new Error(`a step makes ${shapesOf(state)} of ${shapesOf(start)}; parts and shapes must stay.`);
      }
    }
  }),
  law('preparing, starting and stepping remember nothing and change nothing', (subject) => {
    const { decoder, sources, encode } = subject;
    const [token, otherToken] = subject.tokens as [Tensor2D, Tensor2D];
    const encoded = encode(sources);
    const other = encode(sources.toReversed());
    const givenEncoded = snapshotOf(encoded);
    const prepared = decoder.prepare(encoded);
    const state = decoder.start(encoded, prepared);
    const given = snapshotOf({ token, prepared, state });
    for (const modeOf of [() => notTraining, (): Mode => ({ training: true, random: createRandom(1) })]) {
      const first = snapshotOf(decoder.step(token, state, prepared, modeOf()));
      expectSameTree('what the step was given', snapshotOf({ token, prepared, state }), given, exactly);
      const otherPrepared = decoder.prepare(other);
      decoder.step(otherToken, decoder.start(other, otherPrepared), otherPrepared, modeOf());
      expectSameTree('the same step again', snapshotOf(decoder.step(token, state, prepared, modeOf())), first, exactly);
    }
    const preparedAgain = decoder.prepare(encoded);
    const again = snapshotOf({ token, prepared: preparedAgain, state: decoder.start(encoded, preparedAgain) });
    expectSameTree('prepared and started again', again, given, exactly);
    expectSameTree('the encoding', snapshotOf(encoded), givenEncoded, exactly);
  }),
  law('unrolled equals stepwise, and a seed drops the same values either way', (subject) => {
    const { decoder, sources, tokens, encode } = subject;
    const encoded = encode(sources);
    for (const modeOf of [() => notTraining, (): Mode => ({ training: true, random: createRandom(1) })]) {
      const steps = followTokens(decoder, encoded, tokens, modeOf());
      for (const givesContexts of [true, false]) {
        const prepared = decoder.prepare(encoded);
        const state = decoder.start(encoded, prepared);
        const sequence = {
          inputs: tf.stack([...tokens], 1) as Tensor3D,
          state,
          prepared,
          mode: modeOf(),
          givesContexts,
        };
        expectSameTree(
          `unrolled, ${sequence.mode.training ? '' : 'not '}training`,
          snapshotOf(unrollDecoder(decoder, sequence)),
          snapshotOf({
            outputs: overTime(steps.map(({ output }) => output)),
            ...(givesContexts && decoder.contextSize > 0 && { contexts: overTime(steps.map((step) => step.context)) }),
            ...(decoder.attends && { alignments: overTime(steps.map((step) => step.alignment)) }),
          }),
        );
      }
    }
  }),
  law('rows do not see each other', ({ decoder, sources, tokens, encode }) => {
    const encoded = encode(sources);
    const together = followTokens(decoder, encoded, tokens);
    for (const row of sources.keys()) {
      const rows = Int32Array.of(row);
      const own = tokens.map((token) => gatherRows(token, rows));
      const alone = followTokens(decoder, gatherRows(encoded, rows), own);
      expectSameTree(
        `row ${row} of ${sources.length}, by steps`,
        snapshotOf(gatherRows(together, rows)),
        snapshotOf(alone),
      );
    }
  }),
  law('gathering rows and then stepping equals stepping and then gathering', ({ decoder, sources, tokens, encode }) => {
    const encoded = encode(sources);
    const prepared = decoder.prepare(encoded);
    let state = decoder.start(encoded, prepared);
    // As a search does it: exchanged, widened, narrowed.
    for (const rows of [Int32Array.of(2, 0, 1), Int32Array.of(1, 1, 0, 2, 2), Int32Array.of(1)]) {
      for (const token of tokens) {
        const before = gatherRows({ token, state, prepared }, rows);
        const after = decoder.step(token, state, prepared, notTraining);
        const gatheredFirst = decoder.step(before.token, before.state, before.prepared, notTraining);
        expectSameTree(`rows [${rows.join(', ')}]`, snapshotOf(gatheredFirst), snapshotOf(gatherRows(after, rows)));
        state = after.state;
      }
    }
  }),
];

const overTime = (steps: readonly (Tensor2D | undefined)[]): Tensor =>
  tf.stack(
    steps.filter((step) => step !== undefined),
    1,
  );

const describe = (shape: readonly (number | undefined)[] | undefined): string =>
  shape ? `[${shape.join(', ')}]` : 'absent';
