// A scorer of one's own in a file, through the command: trained, translated, gone on with, drawn, and refused where its code may not run.
import { existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { seq2seq, startSeq2Seq } from '../__fixtures__/run-command.ts';
import { contentsOf, temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyConfig, writeTinyTask } from '../__fixtures__/tiny-task.ts';

/** Above it stands what is installed, which nobody looks through. */
const root = temporaryFolder();
const folder = join(root, 'project');
const at = (...path: readonly string[]): string => join(folder, ...path);

/** As a user writes it, in TypeScript; leaves a mark when it is loaded. */
const scorerFile = `
import { writeFileSync } from 'node:fs';
import { batchedDot, defineScorer, type ScorerKind } from '@seq2seq/attention';
import { glorotUniform } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';

writeFileSync(new URL('loaded', import.meta.url), '');

/** scale · q W · m */
export const scaled: ScorerKind<{ scale?: number }, tf.Tensor3D> = defineScorer(
  ({ querySize, memorySize }, { scale }, parameters) => {
    const kernel = parameters.create('kernel', [querySize, memorySize], glorotUniform);
    return {
      prepare: (values) => values,
      score: (query, keys) => tf.mul(batchedDot(tf.matMul(query, kernel), keys), scale),
    };
  },
  { name: 'scaled', formula: 'scale · q W · m', options: { scale: { type: 'amount', about: 'how sharp', default: 2 } } },
);
`;

const configWith = (scorer: object): string =>
  JSON.stringify({ ...tinyConfig, model: { ...tinyConfig.model, attention: { query: 'current', scorer } } });

beforeAll(() => {
  mkdirSync(at('configs', 'kinds'), { recursive: true });
  writeTinyTask(folder);
  mkdirSync(at('elsewhere'));
  // What a user has installed.
  symlinkSync(fileURLToPath(new URL('../../../seq2seq/node_modules', import.meta.url)), join(root, 'node_modules'));
  writeFileSync(at('configs', 'kinds', 'my-scorer.ts'), scorerFile);
  writeFileSync(at('configs', 'mine.json'), configWith({ type: './kinds/my-scorer.ts', scale: 3 }));
  writeFileSync(at('configs', 'misspelt.json'), configWith({ type: './kinds/my-scorer.ts', scal: 3 }));
  writeFileSync(at('configs', 'gone.json'), configWith({ type: './kinds/gone.ts' }));
  writeFileSync(at('configs', 'nearly.json'), configWith({ type: 'generall' }));
});

const train = (config: string, out: string, ...more: readonly string[]): string[] => {
  const given = ['--data', 'train.tsv', '--config', `configs/${config}.json`, '--out', out];
  return ['train', ...given, '--steps', '3', ...more];
};

const fromElsewhere = ['train', '--data', '../train.tsv', '--config', '../configs/mine.json', '--out', '../runs/mine'];

/** One message, no file touched, and the scorer not loaded unless it may be. */
const failureOf = async (words: readonly string[], cwd = folder): Promise<string> => {
  const before = contentsOf(folder);
  const { code, stderr } = await seq2seq(words, cwd, 'fad\n');
  expect(code).toBe(1);
  expect(stderr).toMatch(/^seq2seq: /);
  expect(stderr).not.toMatch(/\n {4}at |should not happen/);
  expect(contentsOf(folder)).toEqual(before);
  return stderr;
};

const refused = (where: string, type: string): string =>
  `seq2seq: ${where}.model.attention.scorer.type: ${type} is code, and a config does not run code unless it is allowed to; read it, and ` +
  'if you trust it, say allowCode or --allow-code.\n';

describe('without --allow-code', () => {
  it('nothing of it runs: not to train, and not to draw', async () => {
    const type = './kinds/my-scorer.ts';
    expect(await failureOf(train('mine', 'run'))).toBe(refused('configs/mine.json', type));
    expect(await failureOf(['models', '--diagram', 'configs/mine.json'])).toBe(refused('configs/mine.json', type));
    expect(existsSync(at('configs', 'kinds', 'loaded'))).toBe(false);
    expect(existsSync(at('run'))).toBe(false);
  });
});

describe('with --allow-code', () => {
  it('is trained from a config in another folder, and its run names it from there', async () => {
    const { code, stderr, stdout } = await seq2seq(train('mine', 'runs/mine', '--allow-code'), folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('my-scorer.ts attention');
    expect(existsSync(at('configs', 'kinds', 'loaded'))).toBe(true);
    const { model } = JSON.parse(readFileSync(at('runs', 'mine', 'config.json'), 'utf8')) as typeof tinyConfig;
    expect(model.attention.scorer).toEqual({ type: '../../configs/kinds/my-scorer.ts', scale: 3 });
  });

  it('translates from a third folder, with permission alone', async () => {
    const type = '../../configs/kinds/my-scorer.ts';
    const message = await failureOf(['translate', '../runs/mine'], at('elsewhere'));
    expect(message).toBe(refused('../runs/mine/config.json', type));
    const { code, stderr, stdout } = await seq2seq(
      ['translate', '../runs/mine', '--allow-code'],
      at('elsewhere'),
      'fad\n',
    );
    expect({ code, stderr, lines: stdout.split('\n').length }).toEqual({ code: 0, stderr: '', lines: 2 });
  });

  it('does not go on without permission, from a third folder as well', async () => {
    expect(await failureOf([...fromElsewhere, '--steps', '6'], at('elsewhere'))).toContain('is code');
  });

  it('goes on with it, as if it had not stopped', async () => {
    const { code, stdout } = await seq2seq([...fromElsewhere, '--steps', '6', '--allow-code'], at('elsewhere'));
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('Going on in ../runs/mine') });
  });

  it('and comes where six steps at once come', async () => {
    await seq2seq([...train('mine', 'whole', '--allow-code'), '--steps', '6'], folder);
    const [parts, whole] = ['runs/mine', 'whole'].map((run) => readFileSync(at(run, 'model.safetensors')));
    expect(parts?.equals(whole as Buffer)).toBe(true);
  });

  it.each(['configs/mine.json', 'runs/mine/config.json'])('is drawn with its formula, from %s', async (config) => {
    const { code, stdout } = await seq2seq(['models', '--diagram', config, '--allow-code'], folder);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('scale · q W · m') });
  });

  it('an option that it has not is refused by the nearest name', async () => {
    expect(await failureOf(train('misspelt', 'run', '--allow-code'))).toContain(
      'unknown key "scal"; did you mean "scale"?',
    );
  });

  it('a file that is not there, or no longer', async () => {
    expect(await failureOf(train('gone', 'run', '--allow-code'))).toContain(
      'configs/gone.json.model.attention.scorer.type: expected a file at ',
    );
    renameSync(at('configs', 'kinds', 'my-scorer.ts'), at('configs', 'kinds', 'moved.ts'));
    expect(await failureOf(['translate', 'runs/mine', '--allow-code'])).toBe(
      'seq2seq: runs/mine/config.json.model.attention.scorer.type: expected a file at ' +
        `${at('configs', 'kinds', 'my-scorer.ts')}, but there is none; correct ../../configs/kinds/my-scorer.ts.\n`,
    );
    renameSync(at('configs', 'kinds', 'moved.ts'), at('configs', 'kinds', 'my-scorer.ts'));
  });

  it('a misspelt kind is still told from code', async () => {
    for (const more of [[], ['--allow-code']]) {
      expect(await failureOf(train('nearly', 'run', ...more))).toContain(
        'there is no scorer "generall"; did you mean "general"?',
      );
    }
  });

  it('a Node that does not read TypeScript is told what to do', async () => {
    const running = startSeq2Seq(train('mine', 'run', '--allow-code'), folder, ['--no-experimental-strip-types']);
    const { code, stderr } = await running.ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(
        /my-scorer\.ts cannot be loaded: .+; Node \S+ does not read TypeScript: use Node 22\.18 or newer, or compile the file to JavaScript\.\n$/,
      ),
    });
  });

  it('TypeScript in an installed package is refused as Node refuses it', async () => {
    mkdirSync(at('other', 'node_modules', 'typed'), { recursive: true });
    writeFileSync(at('other', 'node_modules', 'typed', 'package.json'), '{ "type": "module", "exports": "./a.ts" }');
    writeFileSync(at('other', 'node_modules', 'typed', 'a.ts'), 'export const a: number = 1;');
    writeFileSync(at('other', 'typed.json'), configWith({ type: 'typed' }));
    const words = ['models', '--diagram', 'other/typed.json', '--allow-code'];
    expect(await failureOf(words)).toMatch(/typed cannot be loaded: .+; a package must bring JavaScript\.\n$/);
  });
});
