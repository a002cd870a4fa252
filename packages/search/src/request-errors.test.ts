// What a search says of a task or a constraint that cannot be obeyed, with the whole of its message and the facts in the fields.

import { describe } from 'vitest';
import { randomTableModel, tableModel } from '../testing/index.ts';
import { type ErrorCase, expectErrors, expectTaken, smallTask, type Facts } from './__fixtures__/error-cases.ts';
import { regularExpression } from './constraint/regular-expression.ts';
import {
  bannedTokens,
  finiteState,
  forcedPrefix,
  greedy,
  minimumLength,
  requiredPhrases,
  search,
  type Constraint,
} from './index.ts';

const asked = (parts: object, vocabularySize = 2) => {
  return () => {
    const model = tableModel({ vocabularySize, nextProbabilities: () => [0.5, 0.5] });
    return search(model, model.start(1), { ...smallTask, ...parts }, greedy());
  };
};
const wrongTask = (problem: string, actual: object): [string, Facts] => [
  `search: ${problem}.`,
  { path: 'task', actual: { ...smallTask, vocabularySize: 2, ...actual } },
];

const obeying = (constraint: () => Constraint, maxLength = 4) => {
  return async () => {
    const model = randomTableModel({ seed: 1, vocabularySize: 4 });
    return search(model, model.start(1), { ...smallTask, maxLength, constraints: [constraint()] }, greedy());
  };
};
const encode = "encode them with the vocabulary of the model's outputs";
const lead = 'let the end lead nowhere and have no text';
const largest = 2 ** 31 - 1;

const ofTasks: readonly ErrorCase[] = [
  [...wrongTask(`sources must be an integer from 0 to ${largest}, got -1`, { sources: -1 }), asked({ sources: -1 })],
  [...wrongTask(`bos must be an integer from 0 to ${largest}, got -1`, { bos: -1 }), asked({ bos: -1 })],
  [
    ...wrongTask('eos must be an integer from 0 to 1, got 2. The end of sentence must be one of the model’s tokens', {
      eos: 2,
    }),
    asked({ eos: 2 }),
  ],
  [
    ...wrongTask('maxLength must be an integer from 0 to 1000000, got 1000001', { maxLength: 1_000_001 }),
    asked({ maxLength: 1_000_001 }),
  ],
  [...wrongTask(`vocabularySize must be an integer from 1 to ${largest}, got 0`, { vocabularySize: 0 }), asked({}, 0)],
  [
    ...wrongTask('sourceLengths must have 1 values, got 2', { sourceLengths: [1, 2] }),
    asked({ sourceLengths: [1, 2] }),
  ],
  [
    ...wrongTask(`sourceLengths[0] must be an integer from 0 to ${largest}, got -1`, { sourceLengths: [-1] }),
    asked({ sourceLengths: [-1] }),
  ],
  [
    ...wrongTask(`seeds[0] must be an integer from ${-largest} to ${largest}, got 0.5`, { seeds: [0.5] }),
    asked({ seeds: [0.5] }),
  ],
  ...[
    { maxLengthFactor: 1 },
    { maxLengthFactor: 0, sourceLengths: [1] },
    { maxLengthFactor: Infinity, sourceLengths: [1] },
  ].map((parts): ErrorCase => [
    ...wrongTask(
      `maxLengthFactor must be a finite number above 0 and go with sourceLengths, got ${parts.maxLengthFactor}`,
      parts,
    ),
    asked(parts),
  ]),
  [
    ...wrongTask(
      `bos must be an integer from 0 to ${largest}, got 0.5; maxLength must be an integer from 0 to 1000000, got NaN`,
      {
        bos: 0.5,
        maxLength: NaN,
      },
    ),
    asked({ bos: 0.5, maxLength: NaN }),
  ],
  [
    ...wrongTask('eos must be an integer from 0 to 0, got 1. The end of sentence must be one of the model’s tokens', {
      eos: 1,
      vocabularySize: 1,
    }),
    asked({ eos: 1 }, 1),
  ],
  [
    ...wrongTask(
      `bos must be an integer from 0 to ${largest}, got -1; eos must be an integer from 0 to 1, got -1. The end of sentence must be one of the model’s tokens`,
      { bos: -1, eos: -1 },
    ),
    asked({ bos: -1, eos: -1 }),
  ],
];

const ofConstraints: readonly ErrorCase[] = [
  [
    `bannedTokens, source 0: tokens must be integers from 0 to 3, got -1; ${encode}.`,
    { path: 'bannedTokens', expected: 'integers from 0 to 3', actual: -1 },
    obeying(() => bannedTokens([1, -1])),
  ],
  [
    `forcedPrefix, source 0: tokens must be integers from 0 to 3 other than the end of sentence 0, got 0; ${encode}.`,
    { path: 'forcedPrefix', expected: 'integers from 0 to 3 other than the end of sentence 0', actual: 0 },
    obeying(() => forcedPrefix([1, 0])),
  ],
  [
    `requiredPhrases, source 0: tokens must be integers from 0 to 3 other than the end of sentence 0, got 4; ${encode}.`,
    { path: 'requiredPhrases', expected: 'integers from 0 to 3 other than the end of sentence 0', actual: 4 },
    obeying(() => requiredPhrases([[1], [2, 4]])),
  ],
  [
    'minimumLength, source 0: must be at most the maximum length 4, got 5; raise that or ask for less.',
    { path: 'minimumLength', expected: 4, actual: 5 },
    obeying(() => minimumLength(5)),
  ],
  [
    'requiredPhrases, source 0: outputs need at least 5 tokens, the end of sentence included, got a maximum length of 4; raise it or ask for less.',
    { path: 'requiredPhrases', expected: 5, actual: 4 },
    obeying(() => requiredPhrases([[1, 2, 3, 1]])),
  ],
  [
    `finiteState, source 0: must read the model's 4 tokens except the end of sentence 0, got 3 tokens; ${lead}.`,
    { path: 'finiteState', expected: 4, actual: 3 },
    obeying(() => finiteState({ start: 0, vocabularySize: 3, next: () => undefined, accepts: () => true })),
  ],
  [
    `finiteState, source 0: must read the model's 4 tokens except the end of sentence 0, got 4 tokens and the end of sentence; ${lead}.`,
    { path: 'finiteState', expected: 4, actual: 4 },
    obeying(() => finiteState({ start: 0, vocabularySize: 4, next: () => 0, accepts: () => true })),
  ],
  [
    `finiteState, source 0: must read the model's 4 tokens except the end of sentence 0, got 4 tokens and the end of sentence; ${lead}.`,
    { path: 'finiteState', expected: 4, actual: 4 },
    obeying(() => {
      // From the start it leads nowhere, later it does.
      const next = (state: number, token: number) => (token === 1 - state ? 1 : undefined);
      return finiteState<number>({ start: 0, vocabularySize: 4, next, accepts: () => true });
    }),
  ],
  [
    `regularExpression, source 0: must read the model's 4 tokens except the end of sentence 0, got 3 tokens; ${lead}.`,
    { path: 'regularExpression', expected: 4, actual: 3 },
    obeying(() => regularExpression('a', ['', 'a', 'b'])),
  ],
  [
    'constraints, step 0, row 0: the log-probability of token 2 must be at most 0, got NaN; look for an overflow or a division by zero.',
    { path: 'constraints', step: 0, row: 0, expected: 'a number <= 0', actual: NaN },
    obeying(() => ({ begin: () => ({ apply: (logProbs) => void (logProbs[2] = NaN) }) })),
  ],
];

describe.each<[string, readonly ErrorCase[]]>([
  ['tasks', ofTasks],
  ['constraints', ofConstraints],
])('what %s do wrong', (_, cases) => {
  expectErrors(cases);
});

describe('what is just within its range is taken', () => {
  expectTaken([
    [
      'the last token as the end, numbers as large as they may be',
      asked({ bos: largest, eos: 1, sourceLengths: [largest], seeds: [-largest] }),
    ],
    ['the greatest length', asked({ maxLength: 1_000_000, maxLengthFactor: 1, sourceLengths: [1] })],
    ['no length at all', asked({ maxLength: 0, sourceLengths: [0], seeds: [largest] })],
    ['outputs as long as their phrase and the end', obeying(() => requiredPhrases([[1, 2, 3]]))],
    ['the least length that is the greatest', obeying(() => minimumLength(4))],
  ]);
});
