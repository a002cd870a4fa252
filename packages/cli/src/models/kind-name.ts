import type { KindConfig } from 'seq2seq';

type Kinds = Readonly<Record<string, { readonly about?: { readonly name: string } }>>;

/** Which kind a part is of, however it is written. */
export const typeOf = (written: string | KindConfig): string => (typeof written === 'string' ? written : written.type);

/** What to call a kind in a figure: as it calls itself, or else the last of a path, "cosine" of "./my-scorers.ts#cosine". */
export const kindName = (kinds: Kinds, written: string | KindConfig): string => {
  const type = typeOf(written);
  const [path = '', name] = type.split('#');
  return kinds[type]?.about?.name ?? (name || (path.split(/[/\\]/).at(-1) ?? path).replace(/(?<=.)\.[cm]?[jt]s$/, ''));
};
