import type { JSX } from 'preact';
import { cellNames, contextNames, directionNames } from '../experiment/experiment.ts';
import type { Playground } from '../page/playground.ts';
import { CheckField } from '../parts/check-field.tsx';
import { Choice } from '../parts/choice.tsx';
import { NumberField } from '../parts/number-field.tsx';

/** Encoder and decoder: what reads and what writes. */
export const ModelSetup = ({ playground }: { readonly playground: Playground }): JSX.Element => {
  const { cell, layers, direction, units, embedding, reversed, context } = playground.experiment.value;
  return (
    <fieldset>
      <legend>Model</legend>
      <div class="row">
        <Choice label="Cell" value={cell} options={cellNames} onChange={(value) => playground.edit({ cell: value })} />
        <NumberField
          label="Layers"
          value={layers}
          least={1}
          most={4}
          onChange={(value) => playground.edit({ layers: value })}
        />
      </div>
      <Choice
        label="The encoder reads"
        value={direction}
        options={directionNames}
        onChange={(value) => playground.edit({ direction: value })}
      />
      <div class="row">
        <NumberField
          label="Units"
          value={units}
          least={2}
          most={256}
          step={2}
          hint="H of the decoder; an encoder that reads both ways has half of it each way."
          onChange={(value) => playground.edit({ units: value })}
        />
        <NumberField
          label="Embedding"
          value={embedding}
          least={2}
          most={128}
          onChange={(value) => playground.edit({ embedding: value })}
        />
      </div>
      <CheckField
        label="Source from its end"
        value={reversed}
        hint="Sutskever, Vinyals, Le 2014, section 3.3"
        onChange={(value) => playground.edit({ reversed: value })}
      />
      <Choice
        label="The decoder sees the source"
        value={context}
        options={[
          { value: contextNames[0], label: 'through attention' },
          { value: contextNames[1], label: 'as one vector, at every step' },
          { value: contextNames[2], label: 'as its first state' },
        ]}
        onChange={(value) => playground.edit({ context: value })}
      />
    </fieldset>
  );
};
