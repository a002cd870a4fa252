// Constraints in words, held to what a reader can check in the outputs.
import { ConfigError } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { lettersOf, smallConfig, smallTextModel } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import { resolveRunConfig } from '../config/run-config.ts';
import type { SearchConfigInput } from '../search-config/search-config.ts';
import { createTextModel, type TextModel } from '../text/text-model.ts';
import type { TextConstraints } from './text-constraints.ts';
import { translate, translateTokens } from './translate.ts';
import type { Translation } from './translation.ts';

let model: TextModel;
let wordModel: TextModel;
let copying: TextModel;
beforeAll(async () => {
  await useBackend('wasm');
  model = smallTextModel({ family: 'luong' }, { seed: 3 });
  copying = smallTextModel({ family: 'bahdanau', copy: true }, { seed: 3 });
  const config = { ...smallConfig({ family: 'luong' }), text: { source: { tokenizer: 'characters' }, maxLength: 6 } };
  wordModel = createTextModel({
    config: resolveRunConfig(config, { source: 8, target: 8 }),
    sourceVocabulary: lettersOf('abcd'),
    targetVocabulary: lettersOf('wxyz'),
  });
});

const searches: readonly SearchConfigInput[] = [
  'greedy',
  { type: 'beam', width: 4, nBest: 6 },
  { type: 'diverse-beam', width: 4, groups: 2 },
  { type: 'sampling', samples: 8 },
  { type: 'stochastic-beam', width: 4 },
];
const texts = ['ab', 'cccda', 'd'];

/** All finished outputs of some searches. */
const outputsOf = async (constraints: TextConstraints, of = model): Promise<readonly Translation[]> => {
  const before = tf.memory().numTensors;
  const found: Translation[] = [];
  for (const search of searches) {
    for (const { translations } of await translate(of, texts, { search, constraints, maxLength: 9 })) {
      found.push(...translations.filter(({ finished }) => finished));
    }
  }
  expect(tf.memory().numTensors).toBe(before);
  expect(found.length).toBeGreaterThan(10);
  return found;
};

/** T, the end of sentence included, also of tokens without text. */
const lengthOf = ({ tokenLogProbs }: Translation): number => tokenLogProbs.length;
const isSubsequence = (text: string, letters: string): boolean =>
  [...letters].reduce((from, letter) => (from < 0 ? from : text.indexOf(letter, from) + 1 || -1), 0) >= 0;

/** A line for each constraint, which the compiler demands. */
const rules: Readonly<
  Record<keyof TextConstraints, readonly [TextConstraints, (output: Translation, text: string) => boolean]>
> = {
  prefix: [{ prefix: 'yx' }, (_, text) => text.startsWith('yx')],
  banned: [{ banned: ['x', 'yz'] }, (_, text) => !text.includes('x') && !text.includes('yz')],
  required: [{ required: ['zx', 'w'] }, (_, text) => text.includes('zx') && text.includes('w')],
  ordered: [{ required: ['z', 'x', 'w'], ordered: true }, (_, text) => isSubsequence(text, 'zxw')],
  allowed: [{ allowed: ['xw'] }, ({ tokens }) => tokens.every((token) => token === 'x' || token === 'w')],
  unknown: [{ unknown: false }, ({ tokens }) => !tokens.includes('<unk>')],
  minimumLength: [{ minimumLength: 4 }, (output) => lengthOf(output) >= 4],
  maximumLength: [{ maximumLength: 3 }, (output) => lengthOf(output) <= 3],
  noRepeatedNgrams: [{ noRepeatedNgrams: 1 }, (_, text) => new Set(text).size === text.length],
  repetitionPenalty: [{ repetitionPenalty: 50 }, () => true],
  pattern: [{ pattern: '[wx]+(yz)?' }, (_, text) => /^[wx]+(yz)?$/.test(text)],
};

describe.each(Object.entries(rules))('%s', (name, [constraints, holds]) => {
  test('holds for every search, and is why outputs differ', async () => {
    const outputs = await outputsOf(constraints);
    for (const output of outputs) expect(holds(output, output.text), output.text).toBe(true);
    const { [name as keyof TextConstraints]: _, ...others } = constraints;
    const free = await outputsOf(others);
    expect(free.map(({ text, logProb }) => [text, logProb])).not.toEqual(
      outputs.map(({ text, logProb }) => [text, logProb]),
    );
    // What nobody broke without it, it need not have kept.
    if (name !== 'repetitionPenalty') expect(free.every((output) => holds(output, output.text))).toBe(false);
  });
});

test('a constrained beam as wide as the tree finds the best output that obeys', async () => {
  const search: SearchConfigInput = { type: 'exhaustive', nBest: 3000 };
  const [all] = await translate(model, ['ab'], { search, maxLength: 4 });
  const constraints: TextConstraints = { required: ['z'], banned: ['xx'], minimumLength: 3, unknown: false };
  // Tokens without text would hide between others.
  const obeying = all?.translations.filter(
    ({ text, tokens, finished, tokenLogProbs }) =>
      finished &&
      /z/.test(text) &&
      !/xx/.test(text) &&
      tokenLogProbs.length >= 3 &&
      !tokens.includes('<unk>') &&
      tokens.length === tokenLogProbs.length - 1,
  );
  const wide: SearchConfigInput = { type: 'beam', width: 400, nBest: 400 };
  const [found] = await translate(model, ['ab'], { search: wide, constraints, maxLength: 4 });
  const withText = found?.translations.filter(
    ({ finished, tokens, tokenLogProbs }) => finished && tokens.length === tokenLogProbs.length - 1,
  );
  expect(withText?.map(({ text }) => text)).toEqual(obeying?.map(({ text }) => text));
  expect(withText?.length).toBeGreaterThan(10);
});

describe('each source has its own', () => {
  const list: readonly TextConstraints[] = [{ prefix: 'z' }, {}, { prefix: 'xx' }];

  test('wherever the batch puts it', async () => {
    const found = await translate(model, texts, { constraints: list, batchSize: 2, maxLength: 9 });
    for (const [index, text] of texts.entries()) {
      const alone = await translate(model, [text], { constraints: list[index] ?? {}, maxLength: 9 });
      expect(found[index]?.translations[0]?.text).toBe(alone[0]?.translations[0]?.text);
    }
    expect(found.map(({ translations }) => translations[0]?.text.slice(0, 2))).toEqual([
      expect.stringMatching(/^z/),
      expect.not.stringMatching(/^(z|xx)/),
      'xx',
    ]);
  });

  test('messages count sources as the caller does', async () => {
    const wrong = [{}, {}, { minimumLength: 50 }];
    await expect(translate(model, texts, { constraints: wrong })).rejects.toThrow(
      'minimumLength, source 2: must be at',
    );
    await expect(translate(model, texts, { constraints: [{}] })).rejects.toThrow(
      'translate: constraints: expected one for each of 3 sources, got 1; they belong to the sources in their order.',
    );
  });
});

test('words are told apart by blanks, in phrases and in patterns', async () => {
  const find = async (constraints: TextConstraints): Promise<string> => {
    const [found] = await translate(wordModel, ['abc'], { constraints, maxLength: 9 });
    return found?.translations[0]?.text ?? '';
  };
  expect(await find({ prefix: 'z  w' })).toMatch(/^z w( |$)/);
  expect(await find({ required: ['w z'] })).toMatch(/(^| )w z( |$)/);
  expect(await find({ pattern: '(x|y) w (x|y)' })).toMatch(/^[xy] w [xy]$/);
  await expect(find({ pattern: '[xy]w' })).rejects.toThrow(/some sequence of tokens must match/);
});

describe('a model that copies', () => {
  /** The target vocabulary has w to z; q and r can only be copied. */
  const sources = [[...'wqr'], [...'dxq'], [...'rwz']];
  const find = async (constraints: TextConstraints, search: SearchConfigInput = { type: 'beam', nBest: 3 }) =>
    translateTokens(copying, sources, { search, constraints, maxLength: 6 });

  test('must and must not say what its source alone has', async () => {
    for (const { translations } of await find({ banned: ['q', 'r', 'elsewhere'] })) {
      for (const { text } of translations) expect(text).not.toMatch(/[qr]/);
    }
    const [first, second] = await translateTokens(copying, sources.slice(0, 2), {
      constraints: { prefix: 'q' },
      maxLength: 6,
    });
    expect([first?.translations[0]?.text[0], second?.translations[0]?.text[0]]).toEqual(['q', 'q']);
    for (const { translations } of await find({ pattern: '[qrz]{2}' })) {
      expect(translations[0]?.text).toMatch(/^[qrz]{2}$/);
    }
    for (const { translations } of await find({ allowed: ['q', 'r', 'w'] }, { type: 'sampling', samples: 9 })) {
      for (const { text } of translations) expect(text).toMatch(/^[qrw]*$/);
    }
  });

  test('cannot be made to say what it has not read', async () => {
    await expect(find({ required: ['q'] })).rejects.toThrow(
      'constraints.required: expected words of the target vocabulary or the source, got "q"; the model can never say them: correct or leave them out.',
    );
  });
});

describe('what cannot be meant is refused', () => {
  test.each<[object, string]>([
    [
      { required: ['xy', 'abx', 'a'] },
      'constraints.required: expected words of the target vocabulary, got "a", "b"; the model can never say them: correct or leave them out.',
    ],
    [{ banned: ['<unk>'] }, 'constraints.banned: expected words of the target vocabulary, got "<", "u", "n", "k", ">"'],
    [{ requiered: ['x'] }, 'constraints: unknown key "requiered"; did you mean "required"?'],
    [{ minimumLength: 0 }, 'constraints.minimumLength: expected at least 1, got 0'],
    [{ repetitionPenalty: 0.5 }, 'constraints.repetitionPenalty: expected at least 1, got 0.5'],
    [{ prefix: 7 }, 'constraints.prefix: expected a text, got 7'],
    [{ required: [''] }, 'requiredPhrases: phrases must have tokens, got none in phrase 0; leave it out.'],
    [{ pattern: '[' }, 'regularExpression'],
  ])('%j', async (constraints, message) => {
    const before = tf.memory().numTensors;
    await expect(translate(model, ['ab'], { constraints })).rejects.toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('as an error of the config', async () => {
    await expect(translate(model, ['ab'], { constraints: { allowed: ['?'] } })).rejects.toThrow(ConfigError);
  });
});
