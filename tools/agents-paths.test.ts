/** AGENTS.md must stay true: every path that it names exists, and every command that it names is there to be run. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const page = 'AGENTS.md';
const longestPage = 60;

/** Anything in backticks that has a slash and no blank, or ends like a file. */
function pathsIn(markdown: string): string[] {
  return spansIn(markdown).filter((span) =>
    /^[\w.@-]+(\/[\w.@-]+)+\/?$|^[\w.-]+\.(md|ts|json)$|^(benchmarks|\.changeset)$/.test(span),
  );
}

/** The names after `npm run`, and `start` and `test`. */
function scriptsIn(markdown: string): string[] {
  return spansIn(markdown).flatMap((span) => /^npm (?:run )?([\w-]+)/.exec(span)?.[1] ?? []);
}

const spansIn = (markdown: string): string[] =>
  Array.from(markdown.matchAll(/`([^`\n]+)`/g), (match) => match[1] ?? '');

describe(page, () => {
  const markdown = readFileSync(join(root, page), 'utf8');

  it('is read for paths and commands, not for code', () => {
    const sample =
      'See `CONTRIBUTING.md`, `packages/core/src` and `.changeset`; no `any`, no `export *`; `npm run a -- B/c`, `npm test`.';
    expect(pathsIn(sample)).toEqual(['CONTRIBUTING.md', 'packages/core/src', '.changeset']);
    expect(scriptsIn(sample)).toEqual(['a', 'test']);
  });

  it('names only paths that exist', () => {
    const paths = pathsIn(markdown);
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('names only commands that exist', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    );
    expect(scriptsIn(markdown).length).toBeGreaterThan(5);
    expect(scriptsIn(markdown).filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it('stays short', () => {
    expect(markdown.trimEnd().split('\n').length).toBeLessThan(longestPage);
  });
});

describe('links between the pages', () => {
  const pages = [
    'CONTRIBUTING.md',
    'docs/glossary.md',
    'docs/decisions/README.md',
    'docs/decisions/0004-catalogs-not-registries.md',
  ];

  it.each(pages)('of %s lead somewhere', (from) => {
    const targets = Array.from(
      readFileSync(join(root, from), 'utf8').matchAll(/\]\(([^)#:]+)\)/g),
      (match) => match[1] ?? '',
    );
    expect(targets.filter((target) => !existsSync(join(root, from, '..', target)))).toEqual([]);
  });
});
