// From what the user writes to what an engine runs: types go, imports become questions to the sandbox, and every line stays where it is.
import { transform } from 'sucrase';
import { atPlace, fileName } from './code-place.ts';

/**
 * A module that exports `run(require, exports)`. It stands in one function, because an opaque origin can neither evaluate a text nor map
 * imports, but can import a module of its own making.
 *
 * @throws Error that begins with the place, if the code is not TypeScript
 */
export const compileScorer = (code: string): string =>
  `export const run = (require, exports) => {${javaScriptOf(code)}\n};\n//# sourceURL=${fileName}`;

const javaScriptOf = (code: string): string => {
  try {
    return transform(code, {
      transforms: ['typescript', 'imports'],
      disableESTransforms: true,
      production: true,
      enableLegacyTypeScriptModuleInterop: true,
    }).code;
  } catch (error) {
    const { message, loc } = error as Error & { readonly loc?: { readonly line: number; readonly column: number } };
    const problem = message.replace(/ \(\d+:\d+\)$/, '');
    throw new Error(atPlace(loc ?? { line: 1, column: 1 }, `${problem}; correct the syntax there.`), { cause: error });
  }
};
