import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { seq2seq, startSeq2Seq } from '../__fixtures__/run-command.ts';
import { contentsOf, temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyPairs, trainTiny, writeTinyTask } from '../__fixtures__/tiny-task.ts';

const folder = temporaryFolder();
const read = (...path: readonly string[]): Buffer => readFileSync(join(folder, ...path));

/** The steps of a run's log, in order. */
const loggedSteps = (run: string): number[] =>
  read(run, 'log.jsonl')
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { kind: string; step: number })
    .filter(({ kind }) => kind === 'step')
    .map(({ step }) => step);

const oneTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1);

beforeAll(() => writeTinyTask(folder));

describe('seq2seq train', () => {
  it('trains, says how, measures on held-out pairs, and leaves a model that translates', async () => {
    const { code, stdout, stderr } = await seq2seq(trainTiny('whole', '--dev', 'dev.tsv', '--steps', '10'), folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Data: 200 pairs; vocabularies of 10 characters and 10 words\.\nModel: .* weights\.\n/);
    expect(stdout).toMatch(/^100 % {2}step 10 {2}epoch 1 {2}loss \d\.\d{3} {2}[\d,]+ tokens\/s {2}0:00 left$/m);
    expect(stdout).toMatch(
      /^On 20 held-out pairs of 19 sources: loss .* nearest answer: token error rate \d+\.\d %, exactly right \d+\.\d %\.$/m,
    );
    expect(stdout.trimEnd()).toMatch(/\nTry: npx seq2seq translate whole$/);
    expect(Object.keys(contentsOf(join(folder, 'whole')))).toEqual([
      'config.json',
      'log.jsonl',
      'loss.svg',
      'model.safetensors',
      'source.vocabulary.json',
      'target.vocabulary.json',
      'training.safetensors',
    ]);
  });

  it('in five steps and five more does what it does in ten', async () => {
    await seq2seq(trainTiny('parts', '--steps', '5'), folder);
    expect(loggedSteps('parts')).toEqual(oneTo(5));
    const { code, stdout } = await seq2seq(trainTiny('parts', '--steps', '10'), folder);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('Going on in parts.') });
    expect(read('parts', 'model.safetensors').equals(read('whole', 'model.safetensors'))).toBe(true);
    expect(loggedSteps('parts')).toEqual(oneTo(10));
  });

  it('says when there is nothing left to do, and changes nothing', async () => {
    const before = contentsOf(join(folder, 'whole'));
    const { code, stdout } = await seq2seq(trainTiny('whole', '--steps', '5'), folder);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/whole is at step 10, .* ask for more/),
    });
    expect({ ...contentsOf(join(folder, 'whole')), 'loss.svg': '' }).toEqual({ ...before, 'loss.svg': '' });
  });

  it('saves at Ctrl-C, ends by the signal, and goes on without a gap', async () => {
    const running = startSeq2Seq(trainTiny('stopped', '--epochs', '1000'), folder);
    await running.until(/Training in stopped/);
    // The log begins when the first step may be taken.
    while (!existsSync(join(folder, 'stopped', 'log.jsonl'))) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 300));
    running.process.kill('SIGINT');
    const { signal, stdout, stderr } = await running.ended;
    expect({ signal, stderr }).toEqual({ signal: 'SIGINT', stderr: '' });
    const done = loggedSteps('stopped').length;
    expect(stdout).toContain('Stopping …\n');
    expect(stdout).toMatch(new RegExp(`\nSaved in stopped at step ${done}, epoch \\d+, \\d:\\d\\d of training\\.\n$`));
    const { code } = await seq2seq(trainTiny('stopped', '--steps', String(done + 3)), folder);
    expect(code).toBe(0);
    expect(loggedSteps('stopped')).toEqual(oneTo(done + 3));
    await seq2seq(trainTiny('unstopped', '--steps', String(done + 3)), folder);
    expect(read('stopped', 'model.safetensors').equals(read('unstopped', 'model.safetensors'))).toBe(true);
  });

  it.each([0, 300, 500, 800])('can be killed after %d ms and run again', async (milliseconds) => {
    const run = `killed-${milliseconds}`;
    const running = startSeq2Seq(trainTiny(run, '--steps', '10'), folder);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    running.process.kill('SIGKILL');
    await running.ended;
    const { code, stderr } = await seq2seq(trainTiny(run, '--steps', '10'), folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(loggedSteps(run)).toEqual(oneTo(10));
    expect(read(run, 'model.safetensors').equals(read('whole', 'model.safetensors'))).toBe(true);
  });

  it('saves and ends well when nobody reads its output any more', async () => {
    const running = startSeq2Seq(trainTiny('unread', '--epochs', '100000'), folder);
    await running.until(/Training in unread/);
    running.process.stdout.destroy();
    running.process.kill('SIGHUP');
    const { signal, stderr } = await running.ended;
    expect({ signal, stderr }).toEqual({ signal: 'SIGHUP', stderr: '' });
    expect(existsSync(join(folder, 'unread', 'training.safetensors'))).toBe(true);
  });

  it('keeps the last save when the next one fails', async () => {
    await seq2seq(trainTiny('full', '--steps', '5'), folder);
    const before = contentsOf(join(folder, 'full'));
    // What is in the way of writing fails as a full disk does.
    mkdirSync(join(folder, 'full', 'training.safetensors.new'));
    const { code, stderr } = await seq2seq(trainTiny('full', '--steps', '8'), folder);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^seq2seq: full\/training\.safetensors: cannot write: [^\n]+\n$/),
    });
    expect({ ...contentsOf(join(folder, 'full')), 'log.jsonl': '' }).toEqual({ ...before, 'log.jsonl': '' });
    // The log is written before the state, so that no step that counts can be missing from it.
    expect(loggedSteps('full')).toEqual(oneTo(8));
    rmdirSync(join(folder, 'full', 'training.safetensors.new'));
    expect((await seq2seq(trainTiny('full', '--steps', '10'), folder)).code).toBe(0);
    expect(loggedSteps('full')).toEqual(oneTo(10));
    expect(read('full', 'model.safetensors').equals(read('whole', 'model.safetensors'))).toBe(true);
  });

  it('starts over with --fresh, and leaves what others put beside the run', async () => {
    await seq2seq(trainTiny('again', '--steps', '3'), folder);
    writeFileSync(join(folder, 'again', 'notes.txt'), 'mine');
    const { code, stdout } = await seq2seq(trainTiny('again', '--steps', '2', '--fresh'), folder);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('Training in again.') });
    expect(loggedSteps('again')).toEqual([1, 2]);
    expect(read('again', 'notes.txt').toString()).toBe('mine');
  });

  it('refuses to go on with other data or another model, and names every difference', async () => {
    const before = contentsOf(join(folder, 'whole'));
    writeFileSync(join(folder, 'other.tsv'), tinyPairs(200).join('\n').replaceAll('A', 'X'));
    const data = await seq2seq(trainTiny('whole', '--data', 'other.tsv', '--steps', '20'), folder);
    expect(data).toMatchObject({ code: 1, stdout: '' });
    expect(data.stderr).toMatch(
      /^seq2seq: whole: expected a run of this config and data.*--fresh:\n {2}target vocabulary: token \d+ is /,
    );
    const config = read('tiny.json').toString().replace('"units":16', '"units":12').replace('0.01', '0.02');
    writeFileSync(join(folder, 'other.json'), config);
    const { code, stderr } = await seq2seq(trainTiny('whole', '--config', 'other.json'), folder);
    expect(code).toBe(1);
    expect(stderr).toContain(
      '\n  model.decoder.units: 16 there, 12 asked for\n  training.learningRate: 0.01 there, 0.02 asked for\n',
    );
    expect(contentsOf(join(folder, 'whole'))).toEqual(before);
  });
});
