import { ConfigError } from '@seq2seq/core';
import { describe, expect, test } from 'vitest';
import { cells } from '../__fixtures__/small-models.ts';
import { parseModelConfig } from './parse-model-config.ts';

type Config = Readonly<Record<string, unknown>>;

const stack = { cell: 'gru', units: 4 };
const cellDefaults = { resetAfter: false, dropout: 0, variationalDropout: { inputs: 0, state: 0 }, zoneout: 0 };
const minimal = {
  source: { vocabulary: 9, embedding: 3 },
  target: { vocabulary: 8, embedding: 2 },
  encoder: stack,
  bridge: 'zero',
  decoder: { ...stack, context: 'initial' },
};
const attending = {
  ...minimal,
  decoder: { ...stack, context: 'attention' },
  attention: { query: 'current', scorer: { type: 'mlp', units: 5 } },
};

const errorOf = (config: unknown): ConfigError => {
  try {
    parseModelConfig(config);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('expected a ConfigError');
};

/** The config with the value at a path replaced; a path that does not exist yet is made. */
const withValue = (config: Config, path: string, value: unknown): Config => {
  const [key = '', ...rest] = path.split('.');
  const inner = config[key] as Config | undefined;
  return { ...config, [key]: rest.length === 0 ? value : withValue(inner ?? {}, rest.join('.'), value) };
};

describe('defaults', () => {
  test('everything that may be left out', () => {
    expect(parseModelConfig(minimal)).toEqual({
      ...minimal,
      source: { ...minimal.source, frozen: false, factors: [], combine: 'concat' },
      target: { ...minimal.target, frozen: false },
      tied: 'none',
      encoder: {
        ...stack,
        ...cellDefaults,
        type: 'recurrent',
        layers: 1,
        residual: false,
        direction: 'forward',
        summary: 'last',
      },
      decoder: { ...stack, ...cellDefaults, layers: 1, residual: false, context: 'initial', inputFeeding: false },
      output: { type: 'linear' },
      copy: false,
    });
    expect(parseModelConfig(attending).attention).toEqual({
      ...attending.attention,
      window: { type: 'global' },
      normalizer: { type: 'softmax' },
      heads: 1,
      upperLayers: false,
      beside: [],
    });
  });

  test.each(['source', 'target', 'encoder', 'bridge', 'decoder', 'encoder.cell', 'encoder.units', 'decoder.context'])(
    '%s has none',
    (path) => {
      expect(errorOf(withValue(minimal, path, undefined)).message).toContain(`config.${path}: `);
    },
  );

  test.each([minimal, attending])('a resolved config parses to itself', (config) => {
    const resolved = parseModelConfig(config);
    expect(parseModelConfig(resolved)).toEqual(resolved);
    expect(parseModelConfig(JSON.parse(JSON.stringify(resolved)))).toEqual(resolved);
  });
});

describe('a name, or a type with room for options', () => {
  test.each<[string, string]>([
    ['encoder.cell', 'lstm'],
    ['decoder.cell', 'rnn'],
    ['bridge', 'dense'],
    ['output', 'linear'],
    ['attention.window', 'global'],
    ['attention.scorer', 'dot'],
    ['attention.normalizer', 'sparsemax'],
  ])('%s: { "type": "%s" } equals the name alone', (path, name) => {
    const byName = parseModelConfig(withValue(attending, path, name));
    expect(parseModelConfig(withValue(attending, path, { type: name }))).toEqual(byName);
  });
});

describe('what is not known or not allowed', () => {
  test.each<[string, string, string]>([
    ['sourc', 'config', 'source'],
    ['atention', 'config', 'attention'],
    ['source.embeding', 'config.source', 'embedding'],
    ['target.vocab', 'config.target', 'vocabulary'],
    ['encoder.unit', 'config.encoder', 'units'],
    ['encoder.directon', 'config.encoder', 'direction'],
    ['decoder.inputfeeding', 'config.decoder', 'inputFeeding'],
    ['decoder.layer', 'config.decoder', 'layers'],
    ['output.typ', 'config.output', 'type'],
    ['attention.windw', 'config.attention', 'window'],
    ['attention.score', 'config.attention', 'scorer'],
    ['attention.normaliser', 'config.attention', 'normalizer'],
  ])('%s: the nearest known name is offered', (path, where, nearest) => {
    const config = path.startsWith('output') ? { ...attending, output: { type: 'linear' } } : attending;
    const key = path.split('.').at(-1);
    const { message } = errorOf(withValue(config, path, 1));
    if (nearest === 'vocabulary') expect(message).toContain(`${where}: unknown key "${key}"; known are "vocabulary"`);
    else expect(message).toContain(`${where}: unknown key "${key}"; did you mean "${nearest}"?`);
  });

  test.each<[string, readonly unknown[], string]>([
    ['source.vocabulary', [0, -1], '1'],
    ['target.embedding', [0], '1'],
    ['encoder.units', [0], '1'],
    ['encoder.units', [1.5], 'int|whole'],
    ['encoder.units', ['4', null, true], 'number'],
    ['decoder.layers', [0], '1'],
    ['decoder.layers', [Number.NaN, Number.POSITIVE_INFINITY], 'number'],
    ['encoder.dropout', [1, 2], '1'],
    ['decoder.dropout', [-0.1], '0'],
    ['encoder.residual', ['true', 1], 'true|boolean'],
    ['encoder.resetAfter', [0], 'true|boolean'],
    ['encoder.direction', ['both', 1], '"bidirectional"'],
    ['encoder.cell', ['grru', {}], '"gru"'],
    ['bridge', ['copied'], '"copy"'],
    ['bridge', [{ type: 'copy', deep: true }], 'unknown key "deep"; there are no options here'],
    ['decoder.context', ['every step'], '"every-step"'],
    ['decoder.inputFeeding', [null], 'true|boolean'],
    ['attention.query', ['next'], '"current"'],
    ['attention.scorer', [5, {}], 'object|text|string'],
    ['attention.normalizer', [1.5, {}, null], 'object|text|string'],
  ])('%s: %o is refused with its path and what was expected', (path, values, expected) => {
    for (const value of values) {
      const { message } = errorOf(withValue(attending, path, value));
      const line = message.split('\n').find((each) => each.startsWith(`config.${path}`));
      expect(line, message).toMatch(new RegExp(expected));
      expect(message).toContain('Correct config and try again.');
    }
  });

  test('all that is wrong is said at once', () => {
    const wrong = {
      ...attending,
      source: { vocabulary: 0, embedding: 3 },
      encoder: { cell: 'gruu', units: -1, unitz: 3, dropout: 1 },
      bridge: 'cpy',
      decoderr: {},
    };
    const { message, path } = errorOf(wrong);
    for (const part of [
      'config.source.vocabulary: ',
      'config.encoder.cell: ',
      'config.encoder.units: ',
      'config.encoder.dropout: ',
      'config.encoder: unknown key "unitz"; did you mean "units"?',
      'config.bridge: ',
      'config: unknown key "decoderr"; did you mean "decoder"?',
    ]) {
      expect(message).toContain(part);
    }
    expect(path).toBe('source.vocabulary');
  });

  test.each([undefined, null, 3, 'model', [minimal]])('%o is no config', (value) => {
    expect(errorOf(value).message).toMatch(/^config: .*object/);
  });

  test('the file is named as the caller calls it', () => {
    expect(() => parseModelConfig({ ...minimal, bridge: 'x' }, 'a/b.json')).toThrow(/^a\/b\.json\.bridge: /);
  });
});

describe('what is allowed alone but not together', () => {
  test.each(cells.filter((cell) => cell !== 'gru'))('resetAfter on %s', (cell) => {
    for (const side of ['encoder', 'decoder']) {
      const both = withValue(withValue(minimal, `${side}.cell`, cell), `${side}.resetAfter`, true);
      const { message, path } = errorOf(both);
      expect(message).toContain(`config.${side}.resetAfter: `);
      expect(message).toContain(`${side}.cell is ${cell}`);
      expect(path).toBe(`${side}.resetAfter`);
      expect(() => parseModelConfig(withValue(both, `${side}.cell`, 'gru'))).not.toThrow();
    }
  });

  test('inputFeeding feeds the attentional vector, which only query current has', () => {
    const feeding = withValue(attending, 'decoder.inputFeeding', true);
    expect(() => parseModelConfig(feeding)).not.toThrow();
    const previous = errorOf(withValue(feeding, 'attention.query', 'previous'));
    expect(previous.message).toMatch(/config\.decoder\.inputFeeding: inputFeeding .* not at query previous/);
    for (const context of ['initial', 'every-step']) {
      const without = errorOf({ ...minimal, decoder: { ...stack, context, inputFeeding: true } });
      expect(without.message).toMatch(new RegExp(`inputFeeding .* not at context ${context}`));
      expect(without.path).toBe('decoder.inputFeeding');
    }
  });

  test('context attention and an attention come together', () => {
    const { attention, ...lacking } = attending;
    expect(attention).toBeDefined();
    expect(errorOf(lacking).message).toContain(
      'config.attention: decoder.context is attention but there is no attention',
    );
    for (const context of ['initial', 'every-step']) {
      const { message } = errorOf(withValue(attending, 'decoder.context', context));
      expect(message).toContain(`config.attention: there is an attention but decoder.context is ${context}`);
    }
  });
});
