import { useBackend, resolveRunConfig, createTextModel, createTextTrainer, translateTokens } from 'seq2seq';
import { g2pTask } from '@seq2seq/tasks/g2p';
import { createVocabulary, buildVocabulary } from '@seq2seq/text';
import { progressReport, linearDecay } from '@seq2seq/train';
import { tokenErrorRate, sequenceErrorRate } from '@seq2seq/metrics';
const o = JSON.parse(process.argv[2] ?? '{}');
const { E = 64, H = 128, B = 64, minutes = 3, lr = 0.003, floor = 0.1, bridge = 'dense', loss = 'per-token' } = o;
await useBackend('wasm');
const data = await g2pTask();
const pairs = data.train.flatMap(({ source, targets }) => targets.map((target) => ({ source, target })));
const sv = buildVocabulary(pairs.map((p) => p.source)),
  tv = buildVocabulary(pairs.map((p) => p.target));
const config = resolveRunConfig(
  {
    model: {
      source: { embedding: E },
      target: { embedding: E },
      encoder: { cell: o.cell ?? 'lstm', units: H / 2, direction: 'bidirectional' },
      bridge,
      decoder: { cell: o.cell ?? 'lstm', units: H, context: 'attention', inputFeeding: true },
      attention: { query: 'current', scorer: o.scorer ?? { type: 'general' } },
    },
    text: { source: { tokenizer: 'characters' }, target: { tokenizer: 'words' }, maxLength: 40 },
    training: { batchSize: B, learningRate: lr, loss },
  },
  { source: sv.size, target: tv.size },
);
const m = createTextModel({ config, sourceVocabulary: sv, targetVocabulary: tv });
const t = createTextTrainer(m, {
  pairs,
  learningRate: linearDecay({
    peak: lr,
    floor: lr * floor,
    from: minutes * 60 * (o.hold ?? 0.3),
    to: minutes * 60,
    of: 'seconds',
  }),
  callbacks: [
    progressReport({
      everySeconds: (minutes * 60) / 6,
      report: (l) =>
        console.log(l.step, l.epoch, l.loss.toFixed(3), l.tokensPerSecond.toFixed(0), l.seconds.toFixed(0)),
    }),
  ],
});
await t.fit({ maxSeconds: minutes * 60 });
const test = data.dev.slice(0, 500);
const t0 = performance.now();
for (const beam of [1, 5]) {
  const out = await translateTokens(
    m,
    test.map((e) => e.source),
    { beam },
  );
  const hyp = out.map((o) => o.translations[0].tokens),
    refs = test.map((e) => e.targets);
  console.log(
    JSON.stringify(o),
    beam,
    'PER',
    (100 * tokenErrorRate(hyp, refs).rate).toFixed(1),
    'WER',
    (100 * sequenceErrorRate(hyp, refs).rate).toFixed(1),
    ((performance.now() - t0) / 1000).toFixed(1),
  );
}
