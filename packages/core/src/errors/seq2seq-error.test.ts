import { expect, test } from 'vitest';
import { CheckpointError } from './checkpoint-error.ts';
import { ConfigError } from './config-error.ts';
import { Seq2SeqError } from './seq2seq-error.ts';
import { ShapeError } from './shape-error.ts';

const errors = [
  new Seq2SeqError('family'),
  new ConfigError('config', 'decoder.units'),
  new ShapeError('shape', '[B, Q]', [2, 3]),
  new CheckpointError('checkpoint', ['decoder.kernel is missing']),
];

/** The same class as another copy of the package would define it: no class in common, only the symbol. */
class Copy extends Error {
  constructor(name: string) {
    super('from another copy');
    this.name = name;
    Object.defineProperty(this, Symbol.for('seq2seq.error'), { value: true });
  }
}

test('each is an Error with its name, its message and its data', () => {
  expect(errors.map(({ name }) => name)).toEqual(['Seq2SeqError', 'ConfigError', 'ShapeError', 'CheckpointError']);
  expect(errors.map(String)).toEqual([
    'Seq2SeqError: family',
    'ConfigError: config',
    'ShapeError: shape',
    'CheckpointError: checkpoint',
  ]);
  for (const error of errors) expect(error).toBeInstanceOf(Error);
  expect(errors[1]).toMatchObject({ path: 'decoder.units' });
  expect(errors[2]).toMatchObject({ expected: '[B, Q]', actual: [2, 3] });
  expect(errors[3]).toMatchObject({ mismatches: ['decoder.kernel is missing'] });
  expect(new CheckpointError('damaged').mismatches).toEqual([]);
});

test('keeps its cause', () => {
  const cause = new Error('below');
  expect(new Seq2SeqError('above', { cause }).cause).toBe(cause);
});

test('the family recognises every member, each kind only itself', () => {
  for (const error of errors) {
    expect(Seq2SeqError.isInstance(error)).toBe(true);
    expect(ConfigError.isInstance(error)).toBe(error.name === 'ConfigError');
    expect(ShapeError.isInstance(error)).toBe(error.name === 'ShapeError');
    expect(CheckpointError.isInstance(error)).toBe(error.name === 'CheckpointError');
  }
});

test('a copy of the class from elsewhere is recognised, though instanceof fails', () => {
  const copy = new Copy('ConfigError');
  expect(copy).not.toBeInstanceOf(ConfigError);
  expect(ConfigError.isInstance(copy)).toBe(true);
  expect(Seq2SeqError.isInstance(copy)).toBe(true);
  expect(ShapeError.isInstance(copy)).toBe(false);
  expect(Seq2SeqError.isInstance(new Copy('VocabularyError'))).toBe(true);
});

test('what merely looks like one is not', () => {
  const unmarked = Object.assign(new Error('own'), { name: 'ConfigError' });
  const noError = { name: 'ConfigError', [Symbol.for('seq2seq.error')]: true };
  for (const value of [unmarked, noError, undefined, null, 'ConfigError', new Error('other')]) {
    expect(Seq2SeqError.isInstance(value)).toBe(false);
    expect(ConfigError.isInstance(value)).toBe(false);
  }
});

test('the mark does not show among the data', () => {
  expect(Object.keys(new Seq2SeqError('x'))).toEqual(['name']);
  expect(JSON.stringify({ ...new ConfigError('x', 'y') })).toBe('{"name":"ConfigError","path":"y"}');
});
