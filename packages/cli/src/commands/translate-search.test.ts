// The options of translate that say how outputs are looked for, through the built command.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SearchTrace, Translation } from 'seq2seq';
import { beforeAll, describe, expect, it } from 'vitest';
import { seq2seq } from '../__fixtures__/run-command.ts';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { trainTiny, writeTinyTask } from '../__fixtures__/tiny-task.ts';

const folder = temporaryFolder();

const translate = (words: readonly string[], input = 'fad\nbee\n') =>
  seq2seq(['translate', 'model', ...words], folder, input);
type Line = {
  readonly line: number;
  readonly source: string;
  readonly sourceTokens: readonly string[];
  readonly translations: readonly (Omit<Translation, 'alignment'> & { readonly alignment: readonly number[][] })[];
};
const json = async (words: readonly string[], input?: string): Promise<readonly Line[]> => {
  const { code, stdout, stderr } = await translate(['--json', ...words], input);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
};

beforeAll(async () => {
  writeTinyTask(folder);
  await seq2seq(trainTiny('model', '--steps', '60'), folder);
  await seq2seq(trainTiny('other', '--steps', '2'), folder);
});

describe('--json', () => {
  it('has everything of each line, blank ones too', async () => {
    const [first, blank] = await json(['--n-best', '2'], 'fad\n\n');
    expect(blank).toEqual({ line: 2, source: '', sourceTokens: [], unknown: [], translations: [] });
    expect(first).toMatchObject({ line: 1, source: 'fad', sourceTokens: ['f', 'a', 'd'] });
    expect(first?.translations).toHaveLength(2);
    for (const { text, tokens, tokenLogProbs, logProb, score, finished, alignment } of first?.translations ?? []) {
      expect(text).toBe(tokens.join(' '));
      expect(tokenLogProbs.reduce((sum, each) => sum + each, 0)).toBeCloseTo(logProb, 5);
      expect(score).toBeCloseTo(logProb / tokenLogProbs.length ** 0.7, 5);
      expect(alignment).toHaveLength(tokens.length + Number(finished));
      for (const row of alignment) expect(row).toHaveLength(4);
    }
  });
});

describe('what is drawn', () => {
  const samples = ['--search', 'sampling', '--samples', '4', '--temperature', '2'];

  it('is written whole, and follows from seed and line alone', async () => {
    const { stdout } = await translate(samples, 'fad\nbee\nfad\n');
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(rows.map(([line, rank]) => `${line} ${rank}`)).toEqual(
      ['1', '2', '3'].flatMap((line) => ['1', '2', '3', '4'].map((rank) => `${line} ${rank}`)),
    );
    const outputs = rows.map(([, , , output]) => output);
    expect(outputs.slice(8)).toEqual(outputs.slice(0, 4));
    const alone = (await translate([...samples, '--batch-size', '1'], 'bee\n')).stdout.trimEnd().split('\n');
    expect(alone.map((line) => line.split('\t')[3])).toEqual(outputs.slice(4, 8));
    expect((await translate([...samples, '--seed', '1'], 'fad\nbee\nfad\n')).stdout).not.toBe(stdout);
  });

  it('never twice by a stochastic beam', async () => {
    const { stdout } = await translate(['--search', 'stochastic-beam', '--samples', '3'], 'fad\n');
    expect(
      new Set(
        stdout
          .trimEnd()
          .split('\n')
          .map((line) => line.split('\t')[3]),
      ).size,
    ).toBe(3);
  });
});

describe('constraints', () => {
  it('hold in every line', async () => {
    const words = ['--prefix', 'B', '--ban', 'C', '--ban', 'D', '--require', 'A F', '--no-repeat-ngram', '1'];
    for (const { translations } of await json([...words, '--min-length', '5'])) {
      const { text = '', tokens = [] } = translations[0] ?? {};
      expect(text).toMatch(/^B/);
      expect(text).not.toMatch(/[CD]/);
      expect(text).toContain('A F');
      expect(new Set(tokens).size).toBe(tokens.length);
      expect(tokens.length).toBeGreaterThanOrEqual(4);
    }
    const matched = await json(['--pattern', 'A (B|C) [DE]', '--search', 'greedy']);
    for (const { translations } of matched) expect(translations[0]?.text).toMatch(/^A [BC] [DE]$/);
  });
});

describe('several models', () => {
  it('decide together', async () => {
    const alone = await json([]);
    const together = await json(['--ensemble', 'other']);
    expect(together.map(({ translations }) => translations[0]?.logProb)).not.toEqual(
      alone.map(({ translations }) => translations[0]?.logProb),
    );
    // Weights that leave the other as good as out.
    const heavy = await json(['--ensemble', 'other', '--ensemble-weights', '1000000000,0.000001']);
    for (const [i, { translations }] of heavy.entries()) {
      expect(translations[0]?.logProb).toBeCloseTo(alone[i]?.translations[0]?.logProb as number, 4);
    }
  });
});

describe('--trace', () => {
  it('writes a line of JSON for each line, and the outputs stay', async () => {
    const { stdout } = await translate(['--trace', 'trace.jsonl', '--search', 'beam', '--beam', '2'], 'fad\n\nbee\n');
    expect(stdout).toBe((await translate(['--beam', '2'], 'fad\n\nbee\n')).stdout);
    const traces = readFileSync(join(folder, 'trace.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as SearchTrace & { readonly line: number });
    expect(traces.map(({ line }) => line)).toEqual([1, 2, 3]);
    expect(traces[1]?.steps).toEqual([]);
    expect(traces[0]?.translations[0]?.text).toBe(stdout.split('\n')[0]);
    for (const { nodes } of traces[0]?.steps ?? []) expect(nodes.every(({ text }) => text.length > 0)).toBe(true);
  });

  it('says so if it cannot be written', async () => {
    const { code, stderr } = await translate(['--trace', 'no/where.jsonl']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'seq2seq: no/where.jsonl: cannot write: there is no such file or folder; check the path.\n',
    });
  });
});

describe('a search from a file', () => {
  it('is the search that options say', async () => {
    writeFileSync(
      join(folder, 'search.json'),
      '{ "type": "beam", "width": 3, "nBest": 2, "scoring": { "lengthPenalty": "wu" } }',
    );
    const words = ['--beam', '3', '--n-best', '2', '--length-penalty', 'wu'];
    expect((await translate(['--search-config', 'search.json', '--n-best', '2'])).stdout).toBe(
      (await translate(words)).stdout,
    );
  });
});

describe('what is wrong is one message, and exit code 1', () => {
  it.each<[readonly string[], RegExp]>([
    [
      ['--top-p', '0.5'],
      /^seq2seq: --top-p: expected --search sampling or minimum-bayes-risk, got no --search, which is beam; add one\.\n$/,
    ],
    [['--json', '--attention'], /^seq2seq: --json: expected no --attention, got both; a drawing is for people, .*\n$/],
    [['--require', 'X'], /^seq2seq: constraints\.required: expected words of the target vocabulary, got "X"; .*\n$/],
    [['--pattern', '['], /^seq2seq: regularExpression.*\n$/],
    [['--min-length', '99'], /^seq2seq: minimumLength, source 0: must be at most the maximum length 12, got 99; .*\n$/],
    [
      ['--search-config', 'none.json'],
      /^seq2seq: none\.json: cannot read: there is no such file or folder; check the path\.\n$/,
    ],
    [['--ensemble', 'nowhere'], /^seq2seq: nowhere.*\n$/],
  ])('%j', async (words, message) => {
    const { code, stdout, stderr } = await translate(words);
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(message) });
  });
});
