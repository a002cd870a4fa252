import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { seq2seq, startSeq2Seq } from '../__fixtures__/run-command.ts';
import { contentsOf, temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyConfig, trainTiny, writeTinyTask } from '../__fixtures__/tiny-task.ts';

const folder = temporaryFolder();

const translate = (words: readonly string[], input: string | Uint8Array = '') =>
  seq2seq(['translate', 'model', ...words], folder, input);

beforeAll(async () => {
  writeTinyTask(folder);
  await seq2seq(trainTiny('model', '--steps', '60'), folder);
});

describe('seq2seq translate', () => {
  it('writes one line for each line, blank ones too, however lines end', async () => {
    const { code, stdout, stderr } = await translate([], 'fad\n\nbee\nfad');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.split('\n');
    expect(lines).toEqual([expect.stringMatching(/^[A-F]( [A-F])*$/), '', lines[2], lines[0], '']);
    expect((await translate([], 'fad\r\n\r\nbee\r\nfad\r\n')).stdout).toBe(stdout);
    writeFileSync(join(folder, 'words.txt'), 'fad\n\nbee\nfad\n');
    expect((await translate(['--input', 'words.txt'])).stdout).toBe(stdout);
  });

  it('gives each line what it gives it alone, whatever the batch size', async () => {
    const words = Array.from({ length: 70 }, (_, i) => 'abcdefab'.slice(i % 5, (i % 5) + 1 + (i % 4)));
    const { stdout } = await translate(['--batch-size', '1'], words.join('\n'));
    expect(stdout.trimEnd().split('\n')).toHaveLength(70);
    expect((await translate(['--batch-size', '7'], words.join('\n'))).stdout).toBe(stdout);
    expect((await translate([], words.join('\n'))).stdout).toBe(stdout);
  });

  it('writes the n best with line, rank and score, falling', async () => {
    const { stdout } = await translate(['--n-best', '3', '--beam', '4'], 'fad\n\nbee\n');
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(rows.map(([line, rank]) => `${line} ${rank}`)).toEqual(['1 1', '1 2', '1 3', '3 1', '3 2', '3 3']);
    const scores = rows.slice(0, 3).map(([, , score]) => Number(score));
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(rows[0]?.[3]).toBe((await translate(['--beam', '4'], 'fad')).stdout.trimEnd());
  });

  it('follows alpha, beam and maximum length', async () => {
    const { stdout } = await translate(['--max-length', '2', '--beam', '1'], 'fadfad');
    expect(stdout.trimEnd().split(' ').length).toBeLessThanOrEqual(2);
    // With α = 0 a score is log P itself: longer outputs never score higher than their beginnings.
    const plain = await translate(['--alpha', '0', '--n-best', '1'], 'fad');
    const shared = await translate(['--alpha', '1', '--n-best', '1'], 'fad');
    const scoreOf = ({ stdout: row }: { stdout: string }): number => Number(row.split('\t')[2]);
    expect(scoreOf(plain)).toBeLessThan(scoreOf(shared));
  });

  it('draws where the output looked, source letters on top, output at the left', async () => {
    const { stdout } = await translate(['--attention'], 'fad\n');
    const lines = stdout.split('\n');
    expect(lines[1]?.trim().split(/ +/)).toEqual(['f', 'a', 'd', '</s>']);
    const output = (lines[0] ?? '').split(' ');
    expect(lines.slice(2, 2 + output.length).map((line) => line.split('|')[0]?.trim())).toEqual(output);
    expect(stdout).toContain('0 | .:-=+*#%@| 1');
  });

  it('computes the same on the other backend', async () => {
    const [wasm, cpu] = [await translate([], 'fad\nbee\n'), await translate(['--backend', 'cpu'], 'fad\nbee\n')];
    expect(cpu.stdout).toBe(wasm.stdout);
  });

  it('answers a line before the next one comes', async () => {
    const running = startSeq2Seq(['translate', 'model'], folder);
    running.process.stdin.write('fad\n');
    await running.until(/[A-F]\n/);
    running.process.stdin.end();
    expect((await running.ended).code).toBe(0);
  });

  it('ends at once at Ctrl-C, even while it waits', async () => {
    const running = startSeq2Seq(['translate', 'model'], folder);
    running.process.stdin.write('fad\n');
    await running.until(/[A-F]\n/);
    running.process.kill('SIGINT');
    expect(await running.ended).toMatchObject({ signal: 'SIGINT', stderr: '' });
  });

  it('ends quietly when nobody reads on', async () => {
    const running = startSeq2Seq(['translate', 'model'], folder);
    running.process.stdin.on('error', () => {});
    running.process.stdin.write('fad\n'.repeat(2000));
    await running.until(/[A-F]\n/);
    running.process.stdout.destroy();
    running.process.stdin.end('fad\n'.repeat(2000));
    expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('what the model does not know', () => {
  it('is read as <unk> with a warning that names line and character', async () => {
    const { code, stdout, stderr } = await translate([], 'fad\nfäd\n');
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'seq2seq: line 2, character 2 of 3: "ä" is not in the source vocabulary: read as <unk>\n',
    });
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
  });

  it('is a failure with --strict', async () => {
    const { code, stderr } = await translate(['--strict'], 'fad\nfäd\n');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'seq2seq: --strict: line 2, character 2 of 3: "ä" is not in the source vocabulary; without --strict it would be read as <unk>\n',
    });
    expect((await translate(['--strict'], 'fad\n')).code).toBe(0);
  });

  it('is named as far as anybody reads', async () => {
    const { stderr } = await translate([], 'zzzzzzzz\n');
    expect(stderr.trimEnd().split('\n')).toHaveLength(6);
    expect(stderr).toMatch(/line 1: 3 more characters are not in the source vocabulary either: read as <unk>\n$/);
  });

  it('may be bytes that are not UTF-8', async () => {
    const { code, stderr } = await translate([], Uint8Array.from([0x66, 0xff, 0x0a]));
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('character 2 of 2: "\uFFFD"') });
  });

  it('may be the rest of a line that is too long', async () => {
    const long = await translate(['--max-source-length', '3'], 'fadbee\nfad\n');
    expect(long).toMatchObject({
      code: 0,
      stderr: 'seq2seq: line 1: has 6 tokens, more than --max-source-length 3: the rest is left out\n',
    });
    const [cut, whole] = long.stdout.split('\n');
    expect(cut).toBe(whole);
    const endless = await translate([], 'fad\n'.repeat(3) + 'a'.repeat(1_100_000));
    expect(endless.code).toBe(1);
    expect(endless.stderr).toMatch(
      /^seq2seq: standard input:4: expected text in lines, got a line of more than 1,000,000 /,
    );
  });
});

describe('a model that does not attend', () => {
  it('has no attention to draw', async () => {
    const { attention: _, ...model } = tinyConfig.model;
    const decoder = { cell: 'gru', units: 16, context: 'initial' };
    writeFileSync(join(folder, 'plain.json'), JSON.stringify({ ...tinyConfig, model: { ...model, decoder } }));
    await seq2seq(trainTiny('plain', '--config', 'plain.json', '--steps', '2'), folder);
    const before = contentsOf(join(folder, 'plain'));
    expect(await seq2seq(['translate', 'plain'], folder, 'fad\n')).toMatchObject({ code: 0, stderr: '' });
    const { code, stderr } = await seq2seq(['translate', 'plain', '--attention'], folder, 'fad\n');
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^seq2seq: --attention: plain holds /) });
    expect(contentsOf(join(folder, 'plain'))).toEqual(before);
  });
});
