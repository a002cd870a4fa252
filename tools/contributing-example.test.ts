/** The scorer that CONTRIBUTING.md shows whole must compile against the packages as they are. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as typescript from 'typescript';

const root = resolve(import.meta.dirname, '..');
/** A place from which all three imports of the example can be found; no such file is ever written. */
const place = join(root, 'packages/seq2seq/src/model/example-of-contributing.ts');

const example = codeBlocks(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')).find((code) =>
  code.includes('defineScorer('),
);

describe('the scorer in CONTRIBUTING.md', () => {
  it('compiles', () => {
    expect(example).toContain('export const cosineScorer');
    expect(compileErrors(example ?? '')).toEqual([]);
  });

  it('would not compile with a name that is not exported, an option misspelt and a width that is not there', () => {
    const wrong = (example ?? '')
      .replace('glorotUniform }', 'glorotUnifrm }')
      .replace('constant(sharpness)', 'constant(sharpnes)')
      .replace('[querySize,', '[queryWidth,');
    const errors = compileErrors(wrong).join('\n');
    for (const name of ['glorotUnifrm', 'sharpnes', 'queryWidth']) expect(errors).toContain(`'${name}'`);
  });
});

/** The TypeScript blocks of a page, without their indentation. */
function codeBlocks(markdown: string): string[] {
  return Array.from(markdown.matchAll(/^( *)```ts\n([\s\S]*?)^\1```$/gm), ([, indent = '', code = '']) =>
    code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

/** What the compiler says about a source at `place`, with the settings of the workspace. */
function compileErrors(source: string): string[] {
  const { config } = typescript.readConfigFile(join(root, 'tsconfig.base.json'), (file) =>
    typescript.sys.readFile(file),
  );
  const { options } = typescript.parseJsonConfigFileContent(config, typescript.sys, root);
  const settings = { ...options, noEmit: true, isolatedDeclarations: false, declaration: false, types: [] };
  const host = typescript.createCompilerHost(settings);
  const disk = { ...host };
  host.fileExists = (file) => resolve(file) === place || disk.fileExists(file);
  host.readFile = (file) => (resolve(file) === place ? source : disk.readFile(file));
  const program = typescript.createProgram([place], settings, host);
  const file = program.getSourceFile(place);
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(({ messageText }) =>
    typescript.flattenDiagnosticMessageText(messageText, '\n'),
  );
}
