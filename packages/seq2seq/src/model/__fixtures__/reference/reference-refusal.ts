// Which configs are impossible, said once more beside the code that refuses them; whatever is not named here must work.
import { memorySizeOf, type ReferenceCell, type ReferenceConfig } from './reference-config.ts';

/** Why there can be no such model; nothing if there can. */
export const refusalOf = (config: ReferenceConfig): string | undefined => {
  const { source, encoder, decoder, bridge, attention } = config;
  const D = memorySizeOf(config);
  const resetsNothing = ({ cell, resetAfter }: ReferenceCell): boolean => resetAfter === true && cell !== 'gru';
  const isDot = attention?.scorer.type === 'dot' || attention?.scorer.type === 'scaled-dot';
  const width = attention && 'width' in attention.window ? attention.window.width : undefined;
  const impossible: readonly (readonly [boolean, string])[] = [
    [(decoder.context === 'attention') !== (attention !== undefined), 'attention without the context, or the other way round'],
    [decoder.inputFeeding === true && attention?.query !== 'current', 'inputFeeding without query current'],
    [resetsNothing(encoder) || resetsNothing(decoder), 'resetAfter on a cell that has no reset gate'],
    [
      encoder.residual === true && source.embedding !== D && encoder.layers === 1,
      'encoder residual where no two shapes agree',
    ],
    [decoder.residual === true && decoder.layers === 1, 'decoder residual without a layer above the first'],
    [width !== undefined && width <= 0, 'a window that is not wide'],
    [isDot && decoder.units !== D, 'a dot product of two widths'],
    [bridge === 'copy' && D !== decoder.units, 'a state copied to another width'],
    [bridge === 'copy' && decoder.cell === 'lstm' && encoder.cell !== 'lstm', 'a carry copied that does not exist'],
  ];
  return impossible.find(([is]) => is)?.[1];
};
