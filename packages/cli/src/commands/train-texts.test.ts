// What a text may carry, through the built command: factors, names to copy, vectors from elsewhere.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { seq2seq } from '../__fixtures__/run-command.ts';
import { contentsOf, temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyConfig } from '../__fixtures__/tiny-task.ts';

const folder = temporaryFolder();
const write = (name: string, content: unknown): void =>
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
const configOf = (model: object, text: object = {}): object => ({
  ...tinyConfig,
  model: { ...tinyConfig.model, ...model },
  text: { maxLength: 8, ...text },
  training: { batchSize: 16, learningRate: 0.03 },
});
const train = (out: string, config: string, data: string, ...words: readonly string[]): string[] => [
  ...['train', '--out', out, '--config', config, '--data', data],
  ...words,
];

beforeAll(() => {
  write('factors.json', configOf({ source: { embedding: 8, factors: [{ embedding: 4 }] } }));
  write(
    'factors.tsv',
    'fly￨noun\tinsect\nfly￨verb\tmove\nfly￨noun fly￨verb\tinsect move\nfly￨verb fly￨noun\tmove insect\n',
  );
  const names = Array.from(
    { length: 200 },
    (_, i) => `call name${i}x${(i * 7) % 10}\thello name${i}x${(i * 7) % 10}\n`,
  );
  write('names.tsv', names.join(''));
  write('copy.json', configOf({ copy: true }, { source: { minimumCount: 2 }, target: { minimumCount: 2 } }));
  write('reverse.json', configOf({}, { source: { reverse: true } }));
  write('forward.json', configOf({}));
  write('vectors.json', configOf({ source: { embedding: 3, frozen: true } }));
  write('vectors.txt', 'call 1 2 3\nunheard 4 5 6\n');
});

it('factors stand behind words, are saved beside them, and tell apart what is the same otherwise', async () => {
  const words = train('factors', 'factors.json', 'factors.tsv', '--epochs', '50');
  expect(await seq2seq(words, folder)).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(readFileSync(join(folder, 'factors', 'source.factor-0.vocabulary.json'), 'utf8'))).toEqual({
    tokens: ['<pad>', '<unk>', '<s>', '</s>', 'noun', 'verb'],
  });
  const translated = await seq2seq(['translate', 'factors'], folder, 'fly￨noun\n\nfly￨verb\n');
  expect(translated).toMatchObject({ code: 0, stdout: 'insect\n\nmove\n' });
  expect(await seq2seq(['translate', 'factors'], folder, 'fly￨noun\nfly\n')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^seq2seq: .*:2: token 1 of 1: expected a word and 1 factor, got 0 in "fly"/),
  });
});

it('other factors are another run, which leaves none of their files', async () => {
  expect(await seq2seq(train('other', 'factors.json', 'factors.tsv', '--steps', '1'), folder)).toMatchObject({
    code: 0,
  });
  write('other.tsv', readFileSync(join(folder, 'factors.tsv'), 'utf8').replaceAll('noun', 'thing'));
  expect(await seq2seq(train('other', 'factors.json', 'other.tsv', '--steps', '2'), folder)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/source factor 0 vocabulary: token 4 is "noun" there, "thing" in the data/),
  });
  const fresh = train('other', 'forward.json', 'names.tsv', '--steps', '1', '--fresh');
  expect(await seq2seq(fresh, folder)).toMatchObject({ code: 0 });
  expect(Object.keys(contentsOf(join(folder, 'other'))).filter((name) => name.includes('factor-'))).toEqual([]);
});

it('names that nobody has heard before are copied, and no warning is given for them', async () => {
  expect(await seq2seq(train('copy', 'copy.json', 'names.tsv', '--steps', '60'), folder)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/ and copying; /),
  });
  const translated = await seq2seq(['translate', 'copy', '--strict'], folder, 'call zebra\ncall Ωmega-9\n');
  expect(translated).toMatchObject({ code: 0, stderr: '', stdout: 'hello zebra\nhello Ωmega-9\n' });
});

it('a run on sources read from their end goes on to the bit', async () => {
  const run = (out: string, config: string, steps: number) =>
    seq2seq(train(out, config, 'names.tsv', '--steps', String(steps)), folder);
  for (const [out, config, steps] of [
    ['whole', 'reverse.json', 6],
    ['halves', 'reverse.json', 3],
    ['halves', 'reverse.json', 6],
    ['forward', 'forward.json', 6],
  ] as const) {
    expect(await run(out, config, steps)).toMatchObject({ code: 0, stderr: '' });
  }
  const weights = (out: string): unknown => contentsOf(join(folder, out))['model.safetensors'];
  expect(weights('halves')).toBe(weights('whole'));
  expect(weights('forward')).not.toBe(weights('whole'));
});

it('embeddings begin with the vectors of a file, which a run that goes on does not read again', async () => {
  const words = train('vectors', 'vectors.json', 'names.tsv', '--source-vectors', 'vectors.txt');
  expect(await seq2seq([...words, '--steps', '2'], folder)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Source vectors: 1 of 201 words found\.$/m),
  });
  write('vectors.txt', 'call 9 9 9\n');
  const { code, stdout } = await seq2seq([...words, '--steps', '4'], folder);
  expect(code).toBe(0);
  expect(stdout).not.toMatch(/vectors: /);
});
