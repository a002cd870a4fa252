import { describe, expect, test } from 'vitest';
import { checkDecoderContract } from '../../testing/index.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { atOnce } from '../cell/__fixtures__/at-once.ts';
import type { CellSizes, LayerCell } from '../cell/cell.ts';
import { elmanCell } from '../cell/elman-cell.ts';
import { gruCell } from '../cell/gru-cell.ts';
import { lstmCell } from '../cell/lstm-cell.ts';
import { withDropout } from '../cell/with-dropout.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { coverageAttention } from './__fixtures__/coverage-attention.ts';
import { decoderKinds, decoderKindsWith, widths } from './__fixtures__/decoder-kinds.ts';
import { dotAttention } from './__fixtures__/dot-attention.ts';

test('there are seven decoders with three bridges each', () => {
  expect(decoderKinds.size).toBe(21);
});

for (const [name, kind] of decoderKinds) {
  cpuTest(`${name}: keeps the contract of decoders`, () => checkDecoderContract(kind));
}

type CreateCell = (sizes: CellSizes, parameters: ParameterScope) => LayerCell;

const cells: Readonly<Record<string, CreateCell>> = {
  'GRU cells': (sizes, parameters) => gruCell(sizes, { resetAfter: true }, parameters),
  'LSTM cells that drop and can do all steps at once': (sizes, parameters) =>
    withDropout(atOnce(lstmCell(sizes, parameters)), 0.4),
  'RNN cells that can do all steps at once': (sizes, parameters) => atOnce(elmanCell(sizes, parameters)),
};
const attentions = { dot: dotAttention(widths.units), 'one that reads its history': coverageAttention(widths.units) };

describe.each(Object.entries(cells))('%s', (_, createCell) => {
  describe.each(Object.entries(attentions))('attention %s', (attentionName, attention) => {
    for (const [name, kind] of decoderKindsWith(createCell, attention)) {
      const isTriedBefore = name.startsWith('plain') && attentionName !== 'dot';
      if (!name.endsWith('dense bridge') || isTriedBefore) continue;
      cpuTest(`${name}: keeps the contract of decoders`, () => checkDecoderContract(kind));
    }
  });
});
