import type { ModelKey } from 'seq2seq';
import { row } from './row.ts';

/** The keys of a model that name no kind, as people read them; one that encoder and decoder both have stands once. */
export const describeKeys = (keys: readonly ModelKey[]): string => {
  const isOfEncoder = new Set(keys.map(({ path }) => path).filter((path) => path.startsWith('encoder.')));
  const parts = new Map<string, string[]>();
  for (const key of keys) {
    const [part = '', ...rest] = key.path.split('.');
    const name = rest.join('.');
    if (part === 'encoder') continue;
    const isShared = part === 'decoder' && isOfEncoder.has(`encoder.${name}`);
    const heading = isShared ? 'encoder and decoder' : rest.length === 0 ? 'model' : part;
    parts.set(heading, [...(parts.get(heading) ?? []), describeKey(rest.length === 0 ? part : name, key)]);
  }
  const listed = [...parts].map(([part, rows]) => `  ${part}\n${rows.join('')}`).join('');
  return `and around them, what names no kind\n\n${listed}`;
};

const describeKey = (name: string, { about, wanted, default: value }: ModelKey): string =>
  row(`  ${name}`, `${about}: ${wanted}${value === undefined || typeof value === 'object' ? '' : ` [${value}]`}`);
