// Everything that can be wrong with what a user gives: one message that says where, what was expected, what came and what to do; the
// right exit code; no stack trace; and no file touched.
import { cpSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { seq2seq } from '../__fixtures__/run-command.ts';
import { contentsOf, temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyConfig, trainTiny, writeTinyTask } from '../__fixtures__/tiny-task.ts';

const folder = temporaryFolder();
const at = (...path: readonly string[]): string => join(folder, ...path);

const configWith = (model: object): string =>
  JSON.stringify({ ...tinyConfig, model: { ...tinyConfig.model, ...model } });

beforeAll(async () => {
  writeTinyTask(folder);
  await seq2seq(trainTiny('run', '--steps', '2'), folder);
  const files: Readonly<Record<string, string | Uint8Array>> = {
    'empty.tsv': '',
    'blank.tsv': '\n \n',
    'no-tab.tsv': 'a\tA\nno tab here\n',
    'latin-1.tsv': Uint8Array.from([0x61, 0x09, 0x41, 0x0a, 0xe9, 0x09, 0x42, 0x0a]),
    'broken.json': '{ "model": ',
    'unknown-key.json': configWith({ decoder: { ...tinyConfig.model.decoder, unitz: 3 } }),
    'no-model.json': '{}',
    'widths.json': configWith({
      attention: { query: 'current', scorer: { type: 'dot' } },
      decoder: { ...tinyConfig.model.decoder, units: 12 },
    }),
    'factors.json': JSON.stringify({
      ...tinyConfig,
      model: { ...tinyConfig.model, source: { embedding: 8, factors: [{ embedding: 2 }] } },
      text: { ...tinyConfig.text, source: { tokenizer: 'words' } },
    }),
    'factors-of-characters.json': configWith({ source: { embedding: 8, factors: [{ embedding: 2 }] } }),
    'factors.tsv': 'fly￨noun\tA\n\nflies￨verb fly\tB\nfly￨noun￨one\tA\n',
    'smoothing.json': JSON.stringify({
      ...tinyConfig,
      model: { ...tinyConfig.model, copy: true },
      training: { labelSmoothing: 0.1 },
    }),
    'coverage.json': JSON.stringify({
      ...tinyConfig,
      model: { ...tinyConfig.model, decoder: { cell: 'gru', units: 16, context: 'initial' }, attention: undefined },
      training: { coverageLoss: 1 },
    }),
    'tied.json': JSON.stringify({
      ...tinyConfig,
      model: { ...tinyConfig.model, tied: 'source-target' },
      text: { source: { minimumCount: 2 } },
    }),
    'shared.json': JSON.stringify({ ...tinyConfig, model: { ...tinyConfig.model, tied: 'source-target' }, text: {} }),
    'vectors.txt': 'a 1 2 3\nb 4 5 6\n',
    'cut-off.txt': 'a 1 2 3\nb 4 5\n',
    'latin-1.txt': Uint8Array.from([0xe9, 0x20, 0x31, 0x20, 0x32, 0x0a]),
    'bridge.json': configWith({ bridge: 'copy', decoder: { ...tinyConfig.model.decoder, units: 12 } }),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(at(name), content);
  mkdirSync(at('others'));
  writeFileSync(at('others', 'thesis.doc'), 'years of work');
});

/** Runs the command and checks what holds for every failure. */
const failureOf = async (code: number, words: readonly string[]): Promise<string> => {
  const before = contentsOf(folder);
  const ended = await seq2seq(words, folder, 'fad\n');
  expect(ended).toMatchObject({ code, stdout: expect.not.stringMatching(/[A-F]/) });
  expect(ended.stderr).toMatch(/^seq2seq: /);
  expect(ended.stderr).not.toMatch(/\n {4}at |should not happen/);
  expect(contentsOf(folder)).toEqual(before);
  return ended.stderr;
};

describe('wrong usage', () => {
  it.each<[string[], RegExp]>([
    [['begin'], /unknown command 'begin'/],
    [['train', '--data', 'train.tsv'], /required option '--out <folder>' not specified/],
    [['translate'], /missing required argument 'folder'/],
    [['start', '--minutes', '0'], /'--minutes <number>' argument '0' is invalid\. Expected a number above 0/],
    [['start', '--minute', '3'], /unknown option '--minute'\n\(Did you mean --minutes\?\)/],
    [['start', 'now'], /too many arguments/],
    [['translate', 'run', '--beam', '0'], /'--beam <width>' argument '0' is invalid\. Expected a whole number from 1/],
    [['translate', 'run', '--n-best', '1.5'], /'--n-best <count>' argument '1\.5' is invalid/],
    [['translate', 'run', '--alpha', 'x'], /'--alpha <number>' argument 'x' is invalid\. Expected a number from 0/],
    [['translate', 'run', '--backend', 'abacus'], /'abacus' is invalid\. Allowed choices are .*wasm/],
  ])('%j has exit code 2', async (words, message) => {
    expect(await failureOf(2, words)).toMatch(message);
  });

  it('is not a question for help or the version', async () => {
    for (const words of [['--help'], ['train', '--help'], ['--version']]) {
      expect(await seq2seq(words, folder)).toMatchObject({ code: 0, stderr: '' });
    }
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect((await seq2seq(['--version'], folder)).stdout).toBe(`${version}\n`);
    expect(await seq2seq([], folder)).toMatchObject({ code: 2, stderr: expect.stringMatching(/^Usage: seq2seq /) });
  });
});

describe('bad data and configs', () => {
  it.each<[string[], RegExp]>([
    [['--data', 'nowhere.tsv'], /nowhere\.tsv: cannot read: there is no such file or folder; check the path/],
    [['--data', 'others'], /others: cannot read: it is a folder, but a file was expected/],
    [['--data', 'empty.tsv'], /empty\.tsv: expected at least one line source<TAB>target, got none/],
    [['--data', 'blank.tsv'], /blank\.tsv: expected at least one line source<TAB>target, got none/],
    [['--data', 'no-tab.tsv'], /no-tab\.tsv:2: expected source<TAB>target, got no tab in "no tab here"; put one tab /],
    [['--dev', 'no-tab.tsv'], /no-tab\.tsv:2: /],
    [['--data', 'latin-1.tsv'], /latin-1\.tsv:2: expected UTF-8, got bytes that are not; save the file as UTF-8/],
    [['--config', 'nowhere.json'], /nowhere\.json: cannot read: /],
    [['--config', 'broken.json'], /broken\.json: expected JSON, but /],
    [['--config', 'unknown-key.json'], /unknown-key\.json.*decoder.*unknown key "unitz"; did you mean "units"\?/],
    [['--config', 'no-model.json'], /no-model\.json.*model/],
    [['--config', 'widths.json'], /dot.*12.*16/],
    [
      ['--config', 'factors.json', '--data', 'factors.tsv'],
      /factors\.tsv:3: token 2 of 2: expected a word and 1 factor, got 0 in "fly"; write it as word￨factor-0, .*\n.*factors\.tsv:4: token 1/,
    ],
    [['--config', 'factors.json'], /train\.tsv:1: token 1 of 1: expected a word and 1 factor, got 0 in /],
    [
      ['--config', 'factors-of-characters.json'],
      /text\.source\.tokenizer: it is characters, but model\.source\.factors has 1/,
    ],
    [['--config', 'smoothing.json'], /smoothing\.json\.training\.labelSmoothing: it is 0\.1, but model\.copy is true/],
    [['--config', 'coverage.json'], /coverage\.json\.training\.coverageLoss: it is 1, but decoder\.context is initial/],
    [['--config', 'tied.json'], /tied\.json\.text\.source\.minimumCount: it is 2 but text\.target\.minimumCount is 1/],
    [['--source-vectors', 'nowhere.txt'], /nowhere\.txt: cannot read: there is no such file/],
    [['--source-vectors', 'others'], /others: cannot read: it is a folder/],
    [['--source-vectors', 'latin-1.txt'], /latin-1\.txt: expected UTF-8, got bytes that are not/],
    [['--target-vectors', 'cut-off.txt'], /cut-off\.txt:2: expected 3 numbers after the word, got 2/],
    [
      ['--source-vectors', 'vectors.txt'],
      /vectors\.txt: vectors are 3 wide but model\.source\.embedding is 8; set it to 3\./,
    ],
    [['--target-vectors', 'vectors.txt'], /vectors\.txt: vectors are 3 wide but model\.target\.embedding is 8/],
    [
      ['--config', 'shared.json', '--source-vectors', 'vectors.txt'],
      /vectors\.txt: model\.tied is source-target, so both sides/,
    ],
    [['--config', 'bridge.json'], /bridge copy: .* 16 wide .* 12; use bridge dense/],
  ])('train %j has exit code 1', async (words, message) => {
    expect(await failureOf(1, trainTiny('fresh', ...words))).toMatch(message);
  });
});

describe('a folder that holds something else', () => {
  it.each<[string[]]>([
    [trainTiny('others')],
    [trainTiny('others', '--fresh')],
    [['start', '--out', 'others']],
    [['start', '--out', 'others', '--fresh']],
  ])('is refused: %j', async (words) => {
    expect(await failureOf(1, words)).toBe(
      'seq2seq: others: expected a run of seq2seq or an empty folder, but it holds thesis.doc; name another folder.\n',
    );
  });

  it('may be a run of another job', async () => {
    const message = /^seq2seq: run: expected a run of "seq2seq start", but the run there differs; name another folder/;
    const { code, stderr } = await seq2seq(['start', '--out', 'run'], folder);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(message) });
  });

  it('may be a file, or not be there', async () => {
    expect(await failureOf(1, trainTiny('train.tsv'))).toMatch(/train\.tsv: .* a folder was expected/);
    expect(await failureOf(1, trainTiny('train.tsv/run'))).toMatch(/train\.tsv\/run: .* a folder was expected/);
    expect(await failureOf(1, ['translate', 'nowhere'])).toMatch(
      /nowhere: cannot read: there is no such file or folder/,
    );
    expect(await failureOf(1, ['translate', 'others'])).toMatch(
      /others: there is no config\.json; the folder of a model/,
    );
    expect(await failureOf(1, ['translate', 'run', '--input', 'nowhere'])).toMatch(
      /nowhere: cannot read: there is no such/,
    );
    expect(await failureOf(1, ['translate', 'run', '--input', 'others'])).toMatch(
      /others: cannot read: it is a folder/,
    );
  });
});

describe('a damaged run', () => {
  const weights = 'model.safetensors';
  const training = 'training.safetensors';
  const configAs = (change: object) => (): void => {
    const config = JSON.parse(readFileSync(at('damaged', 'config.json'), 'utf8')) as object;
    writeFileSync(at('damaged', 'config.json'), JSON.stringify({ ...config, ...change }));
  };

  it.each<[string, () => void, RegExp]>([
    [
      'weights cut off in the header',
      () => truncateSync(at('damaged', weights), 100),
      /model\.safetensors: .* damaged/,
    ],
    [
      'weights cut off at the end',
      () => truncateSync(at('damaged', weights), 15_000),
      /model\.safetensors: .* damaged/,
    ],
    ['no weights', () => rmSync(at('damaged', weights)), /there is no model\.safetensors/],
    ['empty weights', () => truncateSync(at('damaged', weights), 0), /model\.safetensors: expected at least 8 bytes/],
    ['another version', configAs({ version: 2 }), /config\.json: expected format version 1, got 2; use the release/],
    ['a config of other widths', configAs({ model: 3 }), /damaged\/config\.json/],
    [
      'a vocabulary that is no JSON',
      () => truncateSync(at('damaged', 'source.vocabulary.json'), 20),
      /source\.vocabulary\.json: expected JSON, .* damaged/,
    ],
  ])('with %s is refused', async (_, damage, message) => {
    rmSync(at('damaged'), { recursive: true, force: true });
    cpSync(at('run'), at('damaged'), { recursive: true });
    damage();
    expect(await failureOf(1, ['translate', 'damaged'])).toMatch(message);
    expect(await failureOf(1, trainTiny('damaged', '--steps', '4'))).toMatch(/^seq2seq: damaged[/:]/);
  });

  it.each<[string, () => void, RegExp]>([
    ['cut off', () => truncateSync(at('damaged', training), 20_000), /training\.safetensors: .* damaged/],
    ['gone', () => rmSync(at('damaged', training)), /a model without training\.safetensors; name another folder/],
    ['the model', () => cpSync(at('run', weights), at('damaged', training)), /expected format .*, got seq2seq\.model/],
  ])('whose state of training is %s still translates', async (_, damage, message) => {
    rmSync(at('damaged'), { recursive: true, force: true });
    cpSync(at('run'), at('damaged'), { recursive: true });
    damage();
    expect(await failureOf(1, trainTiny('damaged', '--steps', '4'))).toMatch(message);
    expect(await seq2seq(['translate', 'damaged'], folder, 'fad\n')).toMatchObject({ code: 0, stderr: '' });
  });
});
