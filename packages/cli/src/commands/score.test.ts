import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { seq2seq } from '../__fixtures__/run-command.ts';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { trainTiny, writeTinyTask } from '../__fixtures__/tiny-task.ts';

const folder = temporaryFolder();

const score = (words: readonly string[], input: string | Uint8Array = '') =>
  seq2seq(['score', 'model', ...words], folder, input);

const rowsOf = (stdout: string): string[][] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));

beforeAll(async () => {
  writeTinyTask(folder);
  await seq2seq(trainTiny('model', '--steps', '20'), folder);
});

describe('seq2seq score', () => {
  it('writes line, score, log P and number of tokens of each pair, and a summary beside', async () => {
    const { code, stdout, stderr } = await score([], 'fad\tD A F\n\nbee\tE E B\r\na\tA\n');
    expect(code).toBe(0);
    const rows = rowsOf(stdout);
    expect(rows.map(([line, , , tokens]) => [line, tokens])).toEqual([
      ['1', '4'],
      ['3', '4'],
      ['4', '2'],
    ]);
    for (const [, divided, logProb, tokens] of rows) {
      expect(Number(divided)).toBeCloseTo(Number(logProb) / Number(tokens) ** 0.7, 3);
    }
    const sum = rows.reduce((total, [, , logProb]) => total + Number(logProb), 0);
    const [, said, perplexity] = /: log P (\S+), \S+ a token, perplexity (\S+)$/.exec(stderr.trim()) ?? [];
    expect(stderr).toContain('3 pairs, 10 tokens, the ends of sentences counted: ');
    expect(Number(said)).toBeCloseTo(sum, 3);
    expect(Number(perplexity)).toBeCloseTo(Math.exp(-sum / 10), 2);
    writeFileSync(join(folder, 'pairs.tsv'), 'fad\tD A F\n\nbee\tE E B\na\tA');
    expect(await score(['--input', 'pairs.tsv'])).toEqual({ code, signal: null, stdout, stderr });
  });

  it('gives what translate has found the scores that translate gave it', async () => {
    for (const options of [[], ['--alpha', '0.2']]) {
      const translating = ['translate', 'model', '--n-best', '4', ...options];
      // An output without a word is no line of pairs.
      const found = rowsOf((await seq2seq(translating, folder, 'fadbee\nba\n')).stdout).filter(([, , , text]) => text);
      expect(found.length).toBeGreaterThan(4);
      const pairs = found.map(([line, , , output]) => `${line === '1' ? 'fadbee' : 'ba'}\t${output}`);
      const scored = rowsOf((await score(options, pairs.join('\n'))).stdout);
      const wanted = found.map(([, , divided]) => expect.closeTo(Number(divided), 3));
      expect(scored.map(([, divided]) => Number(divided))).toEqual(wanted);
    }
  });

  it.each<[string[], (tokens: number) => number]>([
    [['--length-penalty', 'none'], () => 1],
    [['--length-penalty', 'wu', '--alpha', '0.4'], (tokens) => ((5 + tokens) / 6) ** 0.4],
  ])('divides by the formula of %j', async (options, divisor) => {
    for (const [, divided, logProb, tokens] of rowsOf((await score(options, 'fad\tD A F\na\tA\n')).stdout)) {
      expect(Number(divided)).toBeCloseTo(Number(logProb) / divisor(Number(tokens)), 3);
    }
  });

  it('writes each token with --per-token, and all of it with --json', async () => {
    const input = 'fad\tD A F\n';
    const [[, , logProb, tokens, each = ''] = []] = rowsOf((await score(['--per-token'], input)).stdout);
    const pieces = each.split(' ').map((piece) => piece.split(':'));
    expect(pieces.map(([token]) => token)).toEqual(['D', 'A', 'F', '</s>']);
    expect(pieces.reduce((sum, [, number]) => sum + Number(number), 0)).toBeCloseTo(Number(logProb), 3);
    const json: unknown = JSON.parse((await score(['--json'], input)).stdout);
    expect(json).toMatchObject({
      ...{ line: 1, tokens: ['D', 'A', 'F'], sourceTokens: ['f', 'a', 'd'], unknown: [], unknownTarget: [] },
      tokenLogProbs: pieces.map(([, number]) => expect.closeTo(Number(number), 3)),
      logProb: expect.closeTo(Number(logProb), 3),
    });
    expect(tokens).toBe('4');
  });

  it('gives each pair what it gives it alone, whatever the batch size and the back end', async () => {
    const input = 'fad\tD A F\nfadbee\tA\na\tA B C D E F A B\nbb\tB B\n';
    const { stdout } = await score([], input);
    expect((await score(['--batch-size', '1'], input)).stdout).toBe(stdout);
    const turned = input.trimEnd().split('\n').toReversed().join('\n');
    const numbers = (text: string): string[][] => rowsOf(text).map((row) => row.slice(1));
    expect(numbers((await score([], turned)).stdout).toReversed()).toEqual(numbers(stdout));
    const onCpu = rowsOf((await score(['--backend', 'cpu'], input)).stdout);
    for (const [index, row] of rowsOf(stdout).entries()) {
      expect(Number(onCpu[index]?.[2])).toBeCloseTo(Number(row[2]), 3);
    }
  });
});

describe('what goes wrong', () => {
  it('unknown tokens of both sides are said with their places', async () => {
    const { code, stderr } = await score([], 'fad\tD A F\nfäd\tD Ä F\n');
    expect(code).toBe(0);
    expect(stderr.split('\n').slice(0, 2)).toEqual([
      'seq2seq: line 2, character 2 of 3: "ä" is not in the source vocabulary: read as <unk>',
      'seq2seq: line 2, word 2 of 3: "Ä" is not in the target vocabulary: scored as <unk>',
    ]);
    expect(stderr).toContain('; 1 target token scored as <unk>');
  });

  it('lines that are no pairs are named, all at once, before anything is scored', async () => {
    const { code, stdout, stderr } = await score([], 'fad\tD A F\nfad\nfad\tD\tA\n');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(
      'seq2seq: standard input:2: expected source<TAB>target, got no tab in "fad"; put one tab between the two sides',
    );
    expect(stderr).toContain('standard input:3: expected one tab, got 2 in');
  });

  it.each([
    [['--input', 'missing.tsv'], 1, /missing\.tsv/],
    [['--alpha', '-1'], 2, /Expected a number from 0 on, got "-1"/],
    [['--length-penalty', 'none', '--alpha', '1'], 1, /scoring\.lengthPenalty: unknown key "alpha"/],
    [['--length-penalty', 'gnmt'], 2, /Allowed choices are power, wu, sockeye, none/],
  ])('%j', async (words, wanted, message) => {
    const { code, stdout, stderr } = await score(words, 'a\tA\n');
    expect({ code, stdout }).toEqual({ code: wanted, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
