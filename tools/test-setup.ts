// Runs before each test file. Files share a worker, and with it tfjs's one engine: each begins with gradients and with tfjs's own cpu
// backend, whatever the file before it computed on.
import '../packages/core/src/register-gradients.ts';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';

await setBackend('cpu');
