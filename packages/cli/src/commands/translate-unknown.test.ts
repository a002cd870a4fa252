// What translate writes for <unk>, through the built command.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { seq2seq } from '../__fixtures__/run-command.ts';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyConfig, trainTiny, writeTinyTask } from '../__fixtures__/tiny-task.ts';

const folder = temporaryFolder();
const input = 'fad\nbee\nabcdef\n';

const translate = (words: readonly string[], model = 'model') => seq2seq(['translate', model, ...words], folder, input);

type Line = {
  readonly sourceTokens: readonly string[];
  readonly translations: readonly {
    readonly text: string;
    readonly tokens: readonly string[];
    readonly score: number;
    readonly alignment: readonly number[][];
  }[];
};
const json = async (words: readonly string[]): Promise<readonly Line[]> => {
  const { code, stdout, stderr } = await translate(['--json', '--n-best', '3', ...words]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
};

/** The source token that an output token looked at most; the last column is the end of the source. */
const lookedAt = (sourceTokens: readonly string[], weights: readonly number[] = []): string => {
  const words = weights.slice(0, -1);
  return sourceTokens[words.indexOf(Math.max(...words))] as string;
};

beforeAll(async () => {
  writeTinyTask(folder);
  const { text, model } = tinyConfig;
  // Two of the six capitals have a place beside the special tokens.
  const small = { ...tinyConfig, text: { ...text, target: { ...text.target, maxSize: 6 } } };
  writeFileSync(join(folder, 'small.json'), JSON.stringify(small));
  const { attention: _, ...blind } = model;
  const fixed = { ...tinyConfig, model: { ...blind, decoder: { cell: 'gru', units: 16, context: 'every-step' } } };
  writeFileSync(join(folder, 'fixed.json'), JSON.stringify(fixed));
  const pyramid = { type: 'pyramid', cell: 'gru', units: 8, layers: 2 };
  writeFileSync(join(folder, 'pyramid.json'), JSON.stringify({ ...tinyConfig, model: { ...model, encoder: pyramid } }));
  writeFileSync(join(folder, 'dictionary.tsv'), 'a\tALPHA\nb\tBETA\na\tno\n');
  await seq2seq(trainTiny('model', '--config', 'small.json', '--steps', '40'), folder);
  await seq2seq(trainTiny('blind', '--config', 'fixed.json', '--steps', '1'), folder);
  await seq2seq(trainTiny('pyramid', '--config', 'pyramid.json', '--steps', '1'), folder);
});

describe('--replace-unknown', () => {
  it.each([
    ['the source token that was looked at most', [], (word: string) => word],
    [
      'what the dictionary makes of it',
      ['--dictionary', 'dictionary.tsv'],
      (word: string) => ({ a: 'ALPHA', b: 'BETA' })[word] ?? word,
    ],
  ])('writes %s, and changes nothing else', async (_, more, meaning) => {
    const plain = await json([]);
    const replaced = await json(['--replace-unknown', ...more]);
    const expected = plain.map(({ sourceTokens, translations, ...line }) => ({
      ...line,
      sourceTokens,
      translations: translations.map(({ tokens, alignment, ...rest }) => {
        const words = tokens.map((token, t) =>
          token === '<unk>' ? meaning(lookedAt(sourceTokens, alignment[t])) : token,
        );
        return { ...rest, alignment, tokens: words, text: words.join(' ') };
      }),
    }));
    expect(plain.flatMap(({ translations }) => translations.flatMap(({ tokens }) => tokens))).toContain('<unk>');
    expect(replaced).toEqual(expected);
  });

  it('is what plain output has, too', async () => {
    const { stdout } = await translate(['--replace-unknown']);
    expect(stdout).toBe(
      (await json(['--replace-unknown'])).map(({ translations }) => `${translations[0]?.text}\n`).join(''),
    );
    expect(stdout).not.toContain('<unk>');
  });

  it.each<[readonly string[], string, RegExp]>([
    [
      ['--dictionary', 'dictionary.tsv'],
      'model',
      /^seq2seq: --dictionary: expected --replace-unknown, got none; .*\n$/,
    ],
    [
      ['--replace-unknown', '--dictionary', 'train.json'],
      'model',
      /^seq2seq: train\.json: cannot read: there is no such file or folder; check the path\.\n$/,
    ],
    [
      ['--replace-unknown', '--dictionary', 'small.json'],
      'model',
      /^seq2seq: small\.json:1: expected source<TAB>target, got no tab in .*\n$/,
    ],
    [['--replace-unknown'], 'blind', /^seq2seq: --replace-unknown: blind holds a model that does not attend; .*\n$/],
    [
      ['--replace-unknown'],
      'pyramid',
      /^seq2seq: --replace-unknown: pyramid holds a model whose encoder joins source tokens, .*; leave .*\n$/,
    ],
  ])('%j of %s is one message, and exit code 1', async (words, model, message) => {
    const { code, stdout, stderr } = await translate(words, model);
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(message) });
  });
});
