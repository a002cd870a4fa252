// What is no TypeScript, and where. The compiler knows whether, but names the outermost arrow function that has the mistake somewhere in
// it; the editor's own parser goes on after a mistake, so it knows where the first one is.
import { typescriptLanguage } from '@codemirror/lang-javascript';
import { atPlace, placeIn } from '../../sandbox/code-place.ts';

/** A message that begins with its place, or nothing. The compiler comes when it is first asked. */
export const findSyntaxProblem = async (code: string): Promise<string | undefined> => {
  const { compileScorer } = await import('../../sandbox/compile-scorer.ts');
  try {
    compileScorer(code);
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    const position = firstMistake(code);
    if (position === undefined) return message;
    const before = code.slice(0, position).split('\n');
    const place = { line: before.length, column: before.at(-1)!.length + 1 };
    return placeIn(message)?.line === place.line
      ? message
      : atPlace(place, 'this is not what the syntax expects; correct it there.');
  }
};

const firstMistake = (code: string): number | undefined => {
  let first: number | undefined;
  typescriptLanguage.parser.parse(code).iterate({
    enter: ({ type, from }) => {
      if (type.isError) first = Math.min(first ?? from, from);
    },
  });
  return first;
};
