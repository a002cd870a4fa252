// Imports a package as built, then sets the backend that it brings, and prints as JSON what each of the two loaded and started:
// modules with WebAssembly in them, calls of WebAssembly, threads. Argument: the package's name.
import { registerHooks } from 'node:module';
// Node reads modules of this kind with WebAssembly of its own; before anything is counted.
import * as tf from '@tensorflow/tfjs-core';

const [name] = process.argv.slice(2);
const noticed = { wasmTexts: 0, wasmCalls: 0, threads: 0 };

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    // The first bytes of WebAssembly in base64 and many more; what finds out about features has some that are short.
    const { source = '' } = loaded;
    const text = typeof source === 'string' ? source : Buffer.from(source ?? '').toString();
    if (/AGFzb[\w+/]{5000}/.test(text)) noticed.wasmTexts++;
    return loaded;
  },
});
const count = (owner, key, counter) => {
  owner[key] = new Proxy(owner[key], {
    apply: (target, self, words) => (noticed[counter]++, Reflect.apply(target, self, words)),
    construct: (target, words, newTarget) => (noticed[counter]++, Reflect.construct(target, words, newTarget)),
  });
};
for (const key of ['Module', 'Instance', 'Memory', 'compile', 'instantiate', 'validate'])
  count(WebAssembly, key, 'wasmCalls');
count(process.getBuiltinModule('node:worker_threads'), 'Worker', 'threads');

const { registerSimdBackend, useBackend } = await import(name);
const imported = { ...noticed };
if (registerSimdBackend) registerSimdBackend({ threads: 3 });
const registered = { ...noticed };
if (registerSimdBackend) await tf.setBackend('simd');
else await useBackend('simd', { threads: 3 });
console.log(JSON.stringify({ imported, registered, set: noticed, backend: tf.getBackend() }));
