// What choosing backends does to the kernels that they came with, in a process where nothing has chosen one before. Prints JSON.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { useBackend } from 'seq2seq';

const kernelOf = (backend) => tf.getKernel('BatchMatMul', backend)?.kernelFunc;

const stock = { cpu: kernelOf('cpu'), wasm: kernelOf('wasm') };
await useBackend('wasm');
const improved = kernelOf('wasm');
await useBackend('cpu');
await useBackend('wasm');
console.log(
  JSON.stringify({
    isImproved: typeof improved === 'function' && improved !== stock.wasm,
    isImprovedOnce: kernelOf('wasm') === improved,
    isCpuAsItWas: typeof stock.cpu === 'function' && kernelOf('cpu') === stock.cpu,
  }),
);
