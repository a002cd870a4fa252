/** How a source file looks: its length, its name, and the few things that must never be in it. */
import { globSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const longestSource = 250;
const longestTest = 400;
const namelessNames = ['common', 'helper', 'helpers', 'misc', 'types', 'util', 'utils'];

/** What must not be in a source, and what to write instead. Patterns start at the start of a line or of a word. */
const forbiddenCode: readonly { readonly pattern: RegExp; readonly advice: string }[] = [
  { pattern: /^\s*export\s*\*/m, advice: 'export * hides the public surface; list the names' },
  { pattern: /\bMath\.random\b/, advice: 'Math.random cannot be repeated; take a Random as an argument' },
  {
    pattern: /\btf\.(random\w*|truncatedNormal|multinomial|dropout)\(/,
    advice: 'random operations of tfjs cannot be repeated; take a Random as an argument',
  },
];

type Source = { readonly file: string; readonly text: string };

const linesOf = (count: number): string => 'x;\n'.repeat(count);

describe('the shape of a source', () => {
  it.each<[string, string, string, string]>([
    ['a source over 250 lines', 'packages/a/src/long.ts', linesOf(251), '251 lines'],
    ['a test over 400 lines', 'packages/a/src/long.test.ts', linesOf(401), '401 lines'],
    ['a drawer', 'packages/a/src/utils.ts', '', 'is a drawer'],
    ['a folder that is a drawer', 'packages/a/src/helpers/thing.ts', '', 'is a drawer'],
    ['a drawer with a first name', 'packages/a/src/tensor-utils.ts', '', 'is a drawer'],
    ['a test of a drawer', 'packages/a/src/types.test-d.ts', '', 'is a drawer'],
    ['a name in capitals', 'packages/a/src/gruCell.ts', '', 'is not kebab-case'],
    ['export *', 'packages/a/src/index.ts', "a;\nexport * from './b.ts';\n", 'export *'],
    ['export * as', 'packages/a/src/index.ts', "export * as b from './b.ts';\n", 'export *'],
    ['Math.random', 'packages/a/src/a.ts', 'const x = Math.random();\n', 'Math.random'],
    ['random numbers of tfjs', 'packages/a/src/a.ts', 'tf.randomNormal([1]);\n', 'random operations of tfjs'],
  ])('refuses %s', (_, file, text, problem) => {
    expect(shapeProblems({ file, text })).toEqual([expect.stringContaining(problem)]);
  });

  it.each<[string, string]>([
    ['packages/a/src/exact.ts', linesOf(250)],
    ['packages/a/src/exact.test.ts', linesOf(400)],
    ['packages/a/src/common-prefix.ts', "export { a } from './a.ts';\n"],
    ['packages/a/src/seed.test-d.ts', '// export * as written in a comment\n'],
    ['packages/a/src/__fixtures__/gru-small.ts', ''],
  ])('allows %s', (file, text) => {
    expect(shapeProblems({ file, text })).toEqual([]);
  });

  it('holds for every source in this repository', () => {
    const sources = readSources();
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.flatMap(shapeProblems)).toEqual([]);
  });
});

/** One line per rule that a file breaks. */
function shapeProblems({ file, text }: Source): string[] {
  const isTest = /\.test(-d)?\.ts$/.test(file);
  const problems: string[] = [];

  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  const limit = isTest ? longestTest : longestSource;
  if (lines > limit) problems.push(`${file}: ${lines} lines, at most ${limit}; it holds more than one idea, split it`);

  for (const name of file.split('/').map((part) => part.replace(/(\.(test|test-d|config|d))?\.ts$/, ''))) {
    const isDrawer = namelessNames.some((drawer) => name === drawer || name.endsWith(`-${drawer}`));
    if (isDrawer) problems.push(`${file}: ${name} is a drawer; name the file after what it holds`);
    const isKebab = /^(__fixtures__|[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*)$/.test(name);
    if (!isKebab) problems.push(`${file}: ${name} is not kebab-case`);
  }

  // Tests of this file write bad code in strings, so the search for bad code leaves tests out.
  const found = forbiddenCode.filter(({ pattern }) => !isTest && pattern.test(text));
  return [...problems, ...found.map(({ advice }) => `${file}: ${advice}`)];
}

function readSources(): Source[] {
  const patterns = ['packages/*/{src,testing,onnx}/**/*.ts', '{apps,benchmarks,examples,tools}/**/*.ts'];
  return globSync(patterns, { cwd: root, exclude: (path) => /(^|[\\/])(node_modules|dist)([\\/]|$)/.test(path) })
    .map((path) => path.split(sep).join('/'))
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
}
