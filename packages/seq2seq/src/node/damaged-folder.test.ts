// Every way in which a folder can be wrong is one clear error, and leaves no tensor behind.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { CheckpointError, ConfigError, decodeSafetensors, encodeSafetensors, Seq2SeqError } from '@seq2seq/core';
import { VocabularyError } from '@seq2seq/text';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { scratchFolder } from '../__fixtures__/scratch-folder.ts';
import { lettersOf, smallConfig, smallTextModel } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import { resolveRunConfig } from '../config/run-config.ts';
import { decodeModel, encodeModel, type ModelFiles, modelFileNames } from '../text/model-files.ts';
import { createTextModel, type TextModel } from '../text/text-model.ts';
import { loadModel, readBytes, saveModel } from './model-folder.ts';
import { StorageError } from './storage-error.ts';

type Json = Readonly<Record<string, unknown>>;

const scratch = scratchFolder();
let model: TextModel;
let files: ModelFiles;
beforeAll(async () => {
  await useBackend('wasm');
  model = smallTextModel({ family: 'bahdanau' });
  files = await encodeModel(model);
});
afterAll(() => model.dispose());
beforeEach(() => saveModel(scratch(), model));

/** The one error that loading ends with. */
const loadError = async (folder = scratch()): Promise<Error> => {
  const before = tf.memory().numTensors;
  const error = await loadModel(folder).then(
    () => undefined,
    (reason: unknown) => reason as Error,
  );
  expect(tf.memory().numTensors).toBe(before);
  return error ?? new Error('it loaded');
};

const edit = async (name: string, change: (content: Json) => unknown): Promise<void> => {
  const content = JSON.parse(new TextDecoder().decode(files.get(name))) as Json;
  await writeFile(scratch(name), JSON.stringify(change(content)));
};

describe('missing', () => {
  test('the folder', async () => {
    const error = await loadError(scratch('nowhere'));
    expect(error).toBeInstanceOf(StorageError);
    expect(error.message).toBe(`${scratch('nowhere')}: cannot read: there is no such file or folder; check the path.`);
  });

  test('everything in it', async () => {
    for (const name of Object.values(modelFileNames)) await rm(scratch(name));
    expect((await loadError()).message).toBe(
      `${scratch()}: there is no config.json; the folder of a model holds config.json, source.vocabulary.json, target.vocabulary.json, model.safetensors.`,
    );
  });

  test.each(Object.values(modelFileNames))('%s', async (name) => {
    await rm(scratch(name));
    const error = await loadError();
    expect(error).toBeInstanceOf(CheckpointError);
    expect(error.message).toMatch(new RegExp(`: there is no ${name}; the folder of a model holds `));
  });

  test('a folder, where a file is named instead, or where a file should be', async () => {
    expect((await loadError(scratch('config.json'))).message).toContain('a folder was expected');
    await rm(scratch('model.safetensors'));
    await mkdir(scratch('model.safetensors'));
    expect((await loadError()).message).toBe(
      `${scratch('model.safetensors')}: cannot read: it is a folder, but a file was expected; name a file.`,
    );
  });
});

describe('damaged', () => {
  test('weights that end too early, wherever', async () => {
    const whole = await readBytes(scratch('model.safetensors'));
    const headerEnd = 8 + Number(new DataView(whole.buffer, whole.byteOffset).getBigUint64(0, true));
    const cuts = [0, 1, 7, 8, 9, headerEnd - 1, headerEnd, headerEnd + 1, whole.length - 4, whole.length - 1];
    for (let cut = 20; cut < whole.length; cut += 97) cuts.push(cut);
    for (const cut of cuts) {
      await writeFile(scratch('model.safetensors'), whole.subarray(0, cut));
      const error = await loadError();
      expect(error, `cut at ${cut}`).toBeInstanceOf(CheckpointError);
      expect(error.message.startsWith(`${scratch('model.safetensors')}: `), error.message).toBe(true);
    }
    await writeFile(scratch('model.safetensors'), Buffer.concat([whole, Buffer.from([0])]));
    expect(await loadError()).toBeInstanceOf(CheckpointError);
  });

  test.each(['config.json', 'source.vocabulary.json', 'target.vocabulary.json'])('%s', async (name) => {
    const whole = await readBytes(scratch(name));
    for (const bytes of [
      new Uint8Array(0),
      whole.subarray(0, whole.length / 2),
      Buffer.from([0x22, 0xff, 0xfe, 0x22]),
      Buffer.from('<html></html>'),
    ]) {
      await writeFile(scratch(name), bytes);
      const error = await loadError();
      expect(error).toBeInstanceOf(CheckpointError);
      expect(error.message.startsWith(`${scratch(name)}: expected JSON, but `), error.message).toBe(true);
      expect(error.message).toContain('copy it again');
    }
  });
});

describe('of something else', () => {
  test('a foreign config', async () => {
    await writeFile(scratch('config.json'), '{"model_type":"marian","d_model":512}');
    const error = await loadError();
    expect(error).toBeInstanceOf(CheckpointError);
    expect(error.message).toMatch(/config\.json: expected the config of a seq2seq model .*name a folder/);
  });

  test('another version', async () => {
    await edit('config.json', (config) => ({ ...config, version: 2 }));
    const error = await loadError();
    expect(error).toBeInstanceOf(CheckpointError);
    expect(error.message).toMatch(/config\.json: expected format version 1, got 2; use the release of seq2seq/);
  });

  test('a config with an unknown key', async () => {
    await edit('config.json', (config) => ({ ...config, training: { ...(config['training'] as Json), batchsize: 3 } }));
    const error = await loadError();
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toContain(
      `${scratch('config.json')}.training: unknown key "batchsize"; did you mean "batchSize"?`,
    );
  });

  test('a config whose parts do not fit', async () => {
    await edit('config.json', (config) => {
      const inner = config['model'] as Json;
      const decoder = { ...(inner['decoder'] as Json), units: 7 };
      const attention = { ...(inner['attention'] as Json), scorer: { type: 'dot' } };
      return { ...config, model: { ...inner, decoder, attention } };
    });
    const error = await loadError();
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toContain(`${scratch('config.json')}: dot scorer: query is 7 wide but memory is 6`);
  });

  test('a scorer that is not in the catalog', async () => {
    await edit('config.json', (config) => {
      const inner = config['model'] as Json;
      return { ...config, model: { ...inner, attention: { query: 'previous', scorer: { type: 'cosine' } } } };
    });
    expect((await loadError()).message).toContain(
      `${scratch('config.json')}.model.attention.scorer.type: there is no scorer "cosine"`,
    );
  });

  test.each(['source', 'target'])('a %s vocabulary of another size', async (side) => {
    await edit(`${side}.vocabulary.json`, ({ tokens }) => ({ tokens: (tokens as string[]).slice(0, -1) }));
    const error = await loadError();
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe(
      `${scratch('config.json')}: model.${side}.vocabulary: the config says 8 tokens but the ${side} vocabulary has 7; keep config and vocabulary of one run together.`,
    );
  });

  test('a vocabulary with a fault', async () => {
    await edit('target.vocabulary.json', ({ tokens }) => ({ tokens: [...(tokens as string[]).slice(1), '<pad>'] }));
    const error = await loadError();
    expect(error).toBeInstanceOf(VocabularyError);
    expect(error.message).toContain(scratch('target.vocabulary.json'));
  });

  test('weights of another shape: all that does not fit is listed', async () => {
    const [sourceVocabulary, targetVocabulary] = [lettersOf('abcd'), lettersOf('wxyz')];
    const { model: parts, ...rest } = smallConfig({ family: 'bahdanau' });
    const wider = { ...rest, model: { ...parts, target: { embedding: 9 }, decoder: { ...parts.decoder, units: 8 } } };
    const config = resolveRunConfig(wider, { source: 8, target: 8 });
    const other = createTextModel({ config, sourceVocabulary, targetVocabulary });
    await writeFile(scratch('model.safetensors'), (await encodeModel(other)).get('model.safetensors') as Uint8Array);

    const shapesOf = (of: TextModel): Map<string, string> =>
      new Map([...of.model.parameters.entries()].map(([path, { shape }]) => [path, `[${shape.join(', ')}]`]));
    const theirs = shapesOf(other);
    const different = [...shapesOf(model)].filter(([path, shape]) => theirs.get(path) !== shape);
    expect(different.length).toBeGreaterThan(4);
    const error = (await loadError()) as CheckpointError;
    expect(error).toBeInstanceOf(CheckpointError);
    expect(error.mismatches).toEqual(
      different.map(([path, shape]) => `${path}: checkpoint has ${theirs.get(path)}, model wants ${shape}`),
    );
    for (const line of error.mismatches) expect(error.message).toContain(line);
    expect(error.message.startsWith(`${scratch('model.safetensors')}: `)).toBe(true);
    other.dispose();
  });

  test('weights that are missing or too many', async () => {
    const { tensors, metadata } = decodeSafetensors(await readBytes(scratch('model.safetensors')), 'weights');
    const renamed = new Map([...tensors].map(([path, tensor]) => [path === 'generator.bias' ? 'bias' : path, tensor]));
    await writeFile(scratch('model.safetensors'), encodeSafetensors({ tensors: renamed, metadata }));
    expect((await loadError()) as CheckpointError).toMatchObject({
      mismatches: [
        'generator.bias: checkpoint does not have it, model wants [8]',
        'bias: checkpoint has it, model does not',
      ],
    });
  });
});

test('files need no folder: from anywhere, under any name', () => {
  const loaded = decodeModel(files, 'https://example.org/model');
  expect(loaded.config).toEqual(model.config);
  loaded.dispose();
  const fewer = new Map([...files].slice(1));
  expect(() => decodeModel(fewer, 'https://example.org/model')).toThrow(
    'https://example.org/model: there is no config.json',
  );
  expect(() => decodeModel(new Map(), 'x')).toThrow(Seq2SeqError);
});
