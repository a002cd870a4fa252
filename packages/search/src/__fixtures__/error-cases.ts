// What a search that cannot be done says, and how it is held to that.
import { expect, test } from 'vitest';
import type { SearchRequest } from '../index.ts';

/** The fields of a `SearchError` beside its message. */
export type Facts = {
  readonly path: string;
  readonly step?: number;
  readonly row?: number;
  readonly expected?: unknown;
  readonly actual?: unknown;
};

export type ErrorCase = readonly [message: string, facts: Facts, find: () => Promise<unknown>];

/** One source of a model of few tokens. */
export const smallTask: SearchRequest = { sources: 1, bos: 0, eos: 0, maxLength: 4 };

/** Each ends with its message, whole, and with its facts in the fields: a caller shows the one and reads the others. */
export const expectErrors = (cases: readonly ErrorCase[]): void =>
  test.each(cases)('%s', async (message, { path, step, row, expected, actual }, find) => {
    const error: unknown = await find().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'SearchError', message, path, step, row, expected, actual });
  });

/** What none of them refuses. */
export const expectTaken = (cases: readonly (readonly [name: string, find: () => Promise<unknown>])[]): void =>
  test.each(cases)('%s', async (_, find) => {
    await expect(find()).resolves.toBeInstanceOf(Array);
  });
