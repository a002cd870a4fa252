import { expect, test } from 'vitest';
import { explainProblem } from './explain-problem.ts';

test('an operation that a backend lacks is named, with what to write instead', () => {
  const message = "scorer.ts:7:3: score: Kernel 'Einsum' not registered for backend 'wasm'";
  expect(explainProblem(message)).toBe(
    'the backend wasm has no Einsum; write it with tf.matMul or batchedDot, or choose the backend cpu. scorer.ts:7:3',
  );
});

test('an operation without a gradient is named', () => {
  expect(explainProblem('Cannot compute gradient: gradient function not found for TopK.')).toBe(
    'tfjs has no gradient of TopK; put hard decisions inside withoutGradient of @seq2seq/core, or use an operation that has one.',
  );
});

test('other messages stay as they are', () => {
  expect(explainProblem('something else')).toBe('something else');
});
