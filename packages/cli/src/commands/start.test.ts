import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seq2seq, startSeq2Seq } from '../__fixtures__/run-command.ts';
import { contentsOf, temporaryFolder } from '../__fixtures__/temporary-folder.ts';

const folder = temporaryFolder();
const run = join(folder, 'g2p');
const short = ['start', '--out', 'g2p', '--minutes', '0.02'];
const scores = /\ngreedy PER \d+\.\d % WER \d+\.\d %\nbeam PER \d+\.\d % WER \d+\.\d %\n/;
const job = (): { minutes: number; results?: string[] } =>
  JSON.parse(readFileSync(join(run, 'job.json'), 'utf8')) as { minutes: number; results?: string[] };

// One story, told in order: each test goes on where the one before it stopped.
describe('seq2seq start', () => {
  it('can be stopped while it measures', async () => {
    const running = startSeq2Seq(short, folder);
    await running.until(/Measuring/);
    running.process.kill('SIGINT');
    const { signal, stdout, stderr } = await running.ended;
    expect({ signal, stderr }).toEqual({ signal: 'SIGINT', stderr: '' });
    expect(stdout).toMatch(/^Training for 0:01 in g2p\. Ctrl-C saves; the same command goes on\.$/m);
    expect(stdout).toMatch(/Stopping …\nThe training in g2p is saved; the same command measures it\.\n$/);
    expect(job()).toEqual({ minutes: 0.02 });
  });

  it('then measures, pronounces, shows attention and says what to try', async () => {
    const { code, stdout, stderr } = await seq2seq(short, folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toMatch(/Training for|Going on/);
    expect(stdout).toMatch(/\non [\d,]+ of 5,944 held-out words:\n/);
    expect(stdout).toMatch(scores);
    const pronounced = stdout.split('Ten words')[1]?.match(/^ {2}[a-z]+ +[A-Z ]*[✓✗]/gm);
    expect(pronounced).toHaveLength(10);
    expect(stdout.match(/which letters each sound was read from\n\n.*<\/s>/g)).toHaveLength(2);
    expect(stdout.trimEnd()).toMatch(/\nTry: echo attention \| npx seq2seq translate g2p --attention$/);
    expect(job()).toEqual({ minutes: 0.02, results: [expect.any(String), expect.any(String), expect.any(String)] });
    const files = Object.keys(contentsOf(run));
    expect(files.filter((name) => name.endsWith('.svg'))).toHaveLength(11);
  });

  it('when all is done only pronounces, and touches nothing', async () => {
    const before = contentsOf(run);
    const { code, stdout } = await seq2seq(['start', '--out', 'g2p'], folder);
    expect(code).toBe(0);
    expect(stdout).toContain('it was measured then:\n');
    expect(stdout).toMatch(scores);
    expect(stdout).not.toMatch(/Training|Measuring/);
    expect(contentsOf(run)).toEqual(before);
  });

  it('refuses less than was done, another seed, and a damaged job file', async () => {
    const before = contentsOf(run);
    const less = await seq2seq(['start', '--out', 'g2p', '--minutes', '0.01'], folder);
    expect(less).toMatchObject({ code: 1, stdout: '' });
    expect(less.stderr).toMatch(/^seq2seq: --minutes 0\.01: g2p has learned for 0:01 already; ask for more in all/);
    const seed = await seq2seq(['start', '--out', 'g2p', '--seed', '7'], folder);
    expect(seed).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('\n  training.seed: 1 there, 7 asked for\n'),
    });
    expect(contentsOf(run)).toEqual(before);
    writeFileSync(join(run, 'job.json'), '{ "minutes": ');
    const damaged = await seq2seq(['start', '--out', 'g2p'], folder);
    expect(damaged).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^seq2seq: g2p\/job\.json: expected .* delete /),
    });
  });

  it('goes on from a finished run, even without its job file, up to a longer total', async () => {
    rmSync(join(run, 'job.json'));
    const { code, stdout, stderr } = await seq2seq(['start', '--out', 'g2p', '--minutes', '0.04'], folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Going on in g2p from 0:01 to 0:02 of training\. Ctrl-C saves\.$/m);
    expect(stdout).toMatch(/^100 % {2}step \d+ {2}epoch 1 {2}loss \d\.\d{3} {2}[\d,]+ tokens\/s {2}0:00 left$/m);
    expect(stdout).toMatch(scores);
    expect(job().minutes).toBe(0.04);
  });
});
