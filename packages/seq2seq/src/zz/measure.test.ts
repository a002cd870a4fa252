import {
  createParameterStore,
  crossEntropy,
  denseBridge,
  forwardLayer,
  fromSeed,
  gruCell,
  linearReadout,
  lstmCell,
  plainDecoder,
  recurrentEncoder,
  seq2seqModel,
  stackedCell,
  tableEmbedding,
  tokenBatch,
  tokenReader,
} from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { test } from 'vitest';
import { useBackend } from '../backend/use-backend.ts';

const [V, E, H, B, T] = [42, 128, 256, 128, 8];
const build = (kind: 'lstm' | 'gru', layers: number, context: 'initial' | 'every-step', fused: boolean) => {
  const store = createParameterStore(fromSeed(1));
  const make = (inputSize: number, scope: string) =>
    kind === 'lstm'
      ? lstmCell({ inputSize, units: H }, store.scope(scope))
      : gruCell({ inputSize, units: H }, { resetAfter: true }, store.scope(scope));
  const encoder = recurrentEncoder(
    Array.from({ length: layers }, (_, l) => forwardLayer(make(l ? H : E, `e${l}`) as never)),
  );
  const cells = Array.from(
    { length: layers },
    (_, l) => make(l ? H : E + (context === 'initial' ? 0 : H), `d${l}`) as never,
  );
  const bridge = denseBridge({ encoder, cells }, store.scope('bridge'));
  const { unroll, ...rest } = plainDecoder({ cell: stackedCell(cells), bridge, inputSize: E, summarySize: H, context });
  const decoder = fused ? { ...rest, unroll } : rest;
  const targetEmbedding = tableEmbedding({ vocabularySize: V, size: E }, store.scope('t'));
  return seq2seqModel({
    parameters: store,
    source: tokenReader(tableEmbedding({ vocabularySize: 30, size: E }, store.scope('s'))),
    targetEmbedding,
    encoder,
    decoder: decoder as never,
    readout: linearReadout({ inputSize: H, vocabularySize: V }, store.scope('g')),
  } as never);
};
const time = (model: ReturnType<typeof build>) => {
  const ids = Array.from({ length: B }, (_, b) => Array.from({ length: T }, (_, t) => ((b * 7 + t * 3) % 29) + 1));
  const source = tokenBatch(ids, 0);
  const target = tf.tensor2d(ids, undefined, 'int32');
  const weights = [...model.parameters.entries()].map(([, w]) => w);
  const step = () =>
    tf.tidy(() => {
      const { value } = tf.variableGrads(
        () => tf.mean(tf.square(model.teacherForce(source, target, { training: false }).logits)),
        weights,
      );
      value.dataSync();
    });
  for (let i = 0; i < 3; i++) step();
  const times = Array.from({ length: 9 }, () => {
    const s = performance.now();
    step();
    return performance.now() - s;
  }).sort((a, b) => a - b);
  return times[4]!;
};
test('measure', async () => {
  for (const threads of [1, 2]) {
    await useBackend('simd', { threads });
    for (const kind of ['lstm', 'gru'] as const)
      for (const layers of [1, 2])
        for (const context of ['initial', 'every-step'] as const) {
          const [slow, fast] = [false, true].map((f) => {
            const m = build(kind, layers, context, f);
            const t = time(m);
            m.dispose();
            return t;
          });
          console.log(
            threads,
            kind,
            layers,
            context,
            'steps',
            slow!.toFixed(1),
            'at once',
            fast!.toFixed(1),
            (slow! / fast!).toFixed(2),
          );
        }
  }
}, 300000);
