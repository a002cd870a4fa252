// Where in the user's file something is. Every message about the code begins with its place, so that an editor can mark it.

/** The name of the user's file, in messages and in the engine's stacks. */
export const fileName = 'scorer.ts';

/** A line and a column of the user's file, both from 1. */
export type CodePlace = { readonly line: number; readonly column: number };

/** A message that begins with its place. */
export const atPlace = ({ line, column }: CodePlace, message: string): string =>
  `${fileName}:${line}:${column}: ${message}`;

/** The first place that a message, or an engine's stack, names. */
export const placeIn = (text: string): CodePlace | undefined => {
  const found = /scorer\.ts:(\d{1,6})(?::(\d{1,6}))?/.exec(text);
  return found ? { line: Number(found[1]), column: Number(found[2] ?? 1) } : undefined;
};

/** A message without its place, for whoever shows the place otherwise. */
export const withoutPlace = (message: string): string => message.replace(/^scorer\.ts:\d+(?::\d+)?: /, '');

/** Where a method of a scorer begins: the first line that gives it a value or a body. */
export const placeOfMethod = (code: string, name: string): CodePlace | undefined => {
  for (const [index, line] of code.split('\n').entries()) {
    const found = new RegExp(`(?:^|[\\s{,])${name}\\s*(?=[:(,}]|$)`).exec(line);
    if (found && !line.trimStart().startsWith('//') && !line.trimStart().startsWith('*')) {
      return { line: index + 1, column: found.index + found[0].length - found[0].trimStart().length + 1 };
    }
  }
  return undefined;
};
