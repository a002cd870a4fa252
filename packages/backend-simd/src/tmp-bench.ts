import * as tf from '@tensorflow/tfjs-core';
import { registerSimdBackend } from './index.ts';
registerSimdBackend({ threads: 1 });
await tf.setBackend('simd');
const b: any = tf.backend();
const bench = (name: string, bytes: number, f: () => unknown, n = 30) => {
  const ts: number[] = [];
  for (let i = 0; i < n + 5; i++) { const t = performance.now(); tf.tidy(() => { f(); }); ts.push(performance.now() - t); }
  ts.sort((x, y) => x - y);
  const m = ts[ts.length >> 1]!;
  console.log(name.padEnd(44), (m * 1000).toFixed(0).padStart(8), 'us', (bytes / m / 1e6).toFixed(1), 'GB/s');
};
for (const bk of ['simd', 'cpu']) {
  tf.setBackend(bk); console.log(bk);
  const n = bk === 'cpu' ? 3 : 40;
  const V = tf.ones([8000, 256]); const ids = tf.tensor1d(Int32Array.from({ length: 1024 }, (_, i) => (i * 7919) % 8000), 'int32');
  const x = tf.ones([1024, 256]); const x3 = tf.ones([128, 24, 512]); const g = tf.ones([128, 1024]); const h = tf.ones([128, 256]);
  bench('gather 1024 of [8000,256]', 2 * 1024 * 1024, () => tf.gather(V, ids), n);
  bench('segmentSum [1024,256] into 8000', 8.2e6 + 2e6, () => tf.unsortedSegmentSum(x, ids, 8000), bk === 'cpu' ? 0 : n);
  bench('concat 2x[128,256] axis 1', 2 * 2 * 131072, () => tf.concat([h, h], 1), n);
  bench('split [128,1024] in 4', 2 * 524288, () => tf.split(g, 4, 1), n);
  bench('transpose [128,24,512] 1,0,2', 2 * 128 * 24 * 2048, () => tf.transpose(x3, [1, 0, 2]), n);
  bench('transpose [1024,256]', 2 * 1048576, () => tf.transpose(x), n);
  bench('transpose [128,24,512] 0,2,1', 2 * 128 * 24 * 2048, () => tf.transpose(x3, [0, 2, 1]), n);
  bench('unstack [128,24,512] axis 1', 2 * 128 * 24 * 2048, () => tf.unstack(x3, 1), n);
  bench('slice [128,1,512]', 2 * 128 * 2048, () => tf.slice(x3, [0, 3, 0], [128, 1, 512]), n);
  bench('pad back to [128,24,512]', 128 * 24 * 2048, () => tf.pad(tf.slice(x3, [0, 3, 0], [128, 1, 512]), [[0, 0], [3, 20], [0, 0]]), n);
  bench('tile [128,1,512]x24', 128 * 24 * 2048, () => tf.tile(tf.slice(x3, [0, 3, 0], [128, 1, 512]), [1, 24, 1]), n);
  bench('reverse [128,24,512] axis 1', 2 * 128 * 24 * 2048, () => tf.reverse(x3, 1), n);
  bench('topk 5 of [32,8000]', 32 * 8000 * 4, () => tf.topk(tf.reshape(tf.slice(V, [0, 0], [1000, 256]), [32, 8000]), 5), n);
  bench('oneHot 1024 x 8000', 1024 * 32000, () => tf.oneHot(ids, 8000, 1, 0, 'float32'), n);
  tf.dispose([V, ids, x, x3, g, h]);
}
// copyRun against memory.copy is only visible through copyRuns
tf.setBackend('simd');
const { heap, functions } = b;
for (const bytes of [64, 512, 4096, 2 ** 20, 2 ** 24]) {
  const a = heap.allocate(bytes), c = heap.allocate(bytes);
  const reps = Math.max(1, Math.floor(2 ** 26 / bytes));
  for (let k = 0; k < 3; k++) {
    let t = performance.now();
    for (let i = 0; i < reps; i++) functions.copyRuns(a, bytes, c, bytes, 1, bytes);
    const own = performance.now() - t;
    t = performance.now();
    for (let i = 0; i < reps; i++) heap.u8.copyWithin(c, a, a + bytes);
    const js = performance.now() - t;
    console.log(bytes, 'own GB/s', (2 * reps * bytes / own / 1e6).toFixed(1), 'copyWithin', (2 * reps * bytes / js / 1e6).toFixed(1));
  }
  heap.free(a); heap.free(c);
}
