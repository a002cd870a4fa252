/** Every block of the guides is run, in order, and every output is what it prints; … stands for what differs from run to run. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const guides = join(root, 'docs/guides');

/** A block with a file's name is that file; one of the console is a dialogue, command by command. */
const block = /^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm;

type Exchange = { readonly command: string; readonly output: string };

const exchangesIn = (dialogue: string): Exchange[] =>
  dialogue
    .split(/^\$ /m)
    .slice(1)
    .map((text) => {
      const [command = '', ...lines] = text.split('\n');
      return { command, output: lines.join('\n').trim() };
    });

/** What a reader has installed: the packages as built, and what they share. */
const install = (folder: string): void => {
  const installed = {
    seq2seq: 'packages/seq2seq',
    typescript: 'node_modules/typescript',
    ...Object.fromEntries(
      ['attention', 'cli', 'core', 'search', 'tasks', 'viz'].map((name) => [`@seq2seq/${name}`, `packages/${name}`]),
    ),
    '@tensorflow/tfjs-core': 'packages/seq2seq/node_modules/@tensorflow/tfjs-core',
  };
  for (const [name, place] of Object.entries(installed)) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    symlinkSync(join(root, place), join(folder, 'node_modules', name));
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
};

/** The commands that npx would find. */
const programs: Readonly<Record<string, string>> = {
  'npx seq2seq': join(root, 'packages/cli/bin/seq2seq.mjs'),
  'npx tsc': join(root, 'node_modules/typescript/bin/tsc'),
};

const run = (command: string, folder: string): string => {
  const words = Object.entries(programs).reduce(
    (text, [name, program]) => text.replaceAll(name, `node ${program}`),
    command,
  );
  const { CI: _ci, ...environment } = process.env;
  const path = `${dirname(process.execPath)}:${process.env['PATH']}`;
  const { stdout, stderr } = spawnSync('sh', ['-c', words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...environment, PATH: path },
  });
  return `${stdout}${stderr}`.trim();
};

/** The printed output as a pattern. */
const patternOf = (output: string): RegExp =>
  new RegExp(
    `^${output
      .split('…')
      .map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('[^]*?')}$`,
  );

describe.each(readdirSync(guides).filter((name) => name.endsWith('.md')))('%s', (name) => {
  const folder = mkdtempSync(join(tmpdir(), 'seq2seq-guide-'));
  const blocks = [...readFileSync(join(guides, name), 'utf8').matchAll(block)];
  beforeAll(() => {
    install(folder);
    for (const [, , file, content = ''] of blocks) if (file !== undefined) writeFileSync(join(folder, file), content);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('shows how to install it, and nothing that is not run', () => {
    const others = blocks.filter(([, language, file]) => file === undefined && language !== 'console');
    expect(others.map(([, language]) => language)).toEqual(['sh']);
  });

  const exchanges = blocks
    .filter(([, language]) => language === 'console')
    .flatMap(([, , , text = '']) => exchangesIn(text));
  it.each(exchanges)('$command', { timeout: 600_000 }, ({ command, output }) => {
    expect(run(command, folder)).toMatch(patternOf(output));
  });

  it('all its files but the one with a mistake compile', { timeout: 600_000 }, () => {
    const files = blocks.map(([, , file]) => file).filter((file) => file?.endsWith('.ts') && file !== 'typo.ts');
    const settings = '--noEmit --strict --skipLibCheck --module nodenext --target es2024 --allowImportingTsExtensions';
    expect(run(`npx tsc ${settings} ${files.join(' ')}`, folder)).toBe('');
  });
});
