import { createTextModel, resolveRunConfig, useBackend } from 'seq2seq';
import { beforeAll, describe, expect, it } from 'vitest';
import { tinyModel, tinyPlan } from '../__fixtures__/tiny-model.ts';
import { tinyConfig } from '../__fixtures__/tiny-task.ts';
import { describeModel } from './describe-model.ts';

beforeAll(() => useBackend('wasm'));

describe('describeModel', () => {
  it('names the parts and counts the weights', async () => {
    // By hand, V = 10, E = 8, H = 8 twice, D = 16, decoder 16 fed with 8 + 16:
    // embeddings 2·80; encoder 2·(8·24 + 8·24 + 24); bridge 16·16 + 16; decoder 24·48 + 16·48 + 48;
    // attention 16·16 and the attentional vector 32·16; generator 16·10 + 10.
    const weights = 160 + 2 * 408 + 272 + 1968 + 256 + 512 + 170;
    const textModel = await tinyModel();
    expect(describeModel(textModel)).toBe(
      `bidirectional gru encoder of 2 × 8, gru decoder of 16 with general attention and input feeding; ${weights.toLocaleString('en-US')} weights`,
    );
    textModel.dispose();
  });

  it('leaves out what is not there', () => {
    const { attention: _, ...model } = tinyConfig.model;
    const config = resolveRunConfig(
      {
        ...tinyConfig,
        model: {
          ...model,
          encoder: { cell: 'lstm', units: 8, layers: 2 },
          bridge: 'copy',
          decoder: { cell: 'lstm', units: 8, layers: 2, context: 'initial' },
        },
      },
      { source: 10, target: 10 },
    );
    const textModel = createTextModel({ ...tinyPlan(), config });
    expect(describeModel(textModel)).toMatch(
      /^forward lstm encoder of 2 layers of 8, lstm decoder of 2 layers of 8; [\d,]+ weights$/,
    );
    textModel.dispose();
  });
});
