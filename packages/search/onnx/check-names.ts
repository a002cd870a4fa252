// Every name of the options is the session's, and every input of the session has its name in the options.

import { SearchError } from '../src/index.ts';
import type { OnnxSession } from './onnx-session.ts';
import type { OnnxStepModelOptions } from './onnx-step-model.ts';

/** @throws SearchError that names everything wrong at once */
export function checkNames(session: OnnxSession, options: OnnxStepModelOptions): void {
  const { vocabularySize, tokens, scores, states = [], sourceInputs = [], alignment } = options;
  const inputs = [tokens.input, ...states.map(({ input }) => input), ...sourceInputs];
  const outputs = [
    scores.output,
    ...states.map(({ output }) => output),
    ...(alignment === undefined ? [] : [alignment]),
  ];
  const wrong = [
    ...(Number.isInteger(vocabularySize) && vocabularySize > 0
      ? []
      : [`vocabularySize must be a positive integer, got ${vocabularySize}`]),
    ...(inputs.length > 1
      ? []
      : ['states and sourceInputs must name an input or more, whose rows are those of the search']),
    ...unknown('input', inputs, session.inputNames),
    ...unknown('output', outputs, session.outputNames),
    ...twice('input', inputs),
    ...twice('output', outputs),
    ...session.inputNames
      .filter((name) => !inputs.includes(name))
      .map((name) => `input ${name} of the session has no place here`),
  ];
  if (wrong.length === 0) return;
  throw new SearchError(
    `onnxStepModel: ${wrong.join('; ')}. Give tokens, scores, states, sourceInputs and alignment the names that the graph has.`,
    {
      path: 'onnxStepModel',
      expected: { inputs: session.inputNames, outputs: session.outputNames },
      actual: { inputs, outputs },
    },
  );
}

const unknown = (kind: string, names: readonly string[], known: readonly string[]): string[] =>
  names
    .filter((name) => !known.includes(name))
    .map((name) => `${kind} ${name} must be one of ${known.join(', ') || 'none'}`);

const twice = (kind: string, names: readonly string[]): string[] =>
  names
    .filter((name, index) => names.indexOf(name) < index)
    .map((name) => `${kind} ${name} must be named once, got twice`);
