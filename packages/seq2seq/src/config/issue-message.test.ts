import { expect, test } from 'vitest';
import * as z from 'zod';
import { issueMessage } from './issue-message.ts';
import { strictObject, suggestion } from './strict-object.ts';

const messageOf = (schema: z.ZodType, value: unknown): string | undefined =>
  schema.safeParse(value, { error: issueMessage }).error?.issues[0]?.message;

test.each<[z.ZodType, unknown, string]>([
  [z.int(), 1.5, 'expected a whole number, got 1.5'],
  [z.int(), Number.NaN, 'expected a number, got NaN'],
  [z.number(), '3', 'expected a number, got "3"'],
  [z.number().min(0), -1, 'expected at least 0, got -1'],
  [z.number().positive(), 0, 'expected more than 0, got 0'],
  [z.number().lt(1), 1, 'expected less than 1, got 1'],
  [z.number().max(1), 2, 'expected at most 1, got 2'],
  [z.enum(['dot', 'mlp']), 'dto', 'expected "dot" or "mlp", got "dto"'],
  [z.boolean(), null, 'expected true or false, got null'],
  [z.string(), undefined, 'expected a text, got nothing'],
  [strictObject({}), [], 'expected an object, got a list'],
  [z.string(), {}, 'expected a text, got an object'],
])('%#: %s', (schema, value, message) => {
  expect(messageOf(schema, value)).toBe(message);
});

test('what has words of its own keeps them', () => {
  expect(messageOf(strictObject({ units: z.int() }), { units: 1, unit: 2 })).toBe(
    'unknown key "unit"; did you mean "units"?',
  );
  expect(messageOf(z.string().regex(/^a/), 'b')).toMatch(/pattern/);
});

test.each([
  ['Units', 'did you mean "units"?'],
  ['unist', 'did you mean "units"?'],
  ['embeddingSize', 'did you mean "embedding"?'],
  ['vocabularySize', 'known are "units", "embedding", "type"'],
  ['embeding', 'did you mean "embedding"?'],
  ['x', 'known are "units", "embedding", "type"'],
  ['zz', 'known are "units", "embedding", "type"'],
])('for %s: %s', (given, wanted) => {
  expect(suggestion(given, ['units', 'embedding', 'type'])).toBe(wanted);
});
