import type { JSX } from 'preact';
import { normalizerNames, queryNames, type ScorerName, scorerNames, windowNames } from '../experiment/experiment.ts';
import type { Playground } from '../page/playground.ts';
import { CheckField } from '../parts/check-field.tsx';
import { Choice } from '../parts/choice.tsx';
import { NumberField } from '../parts/number-field.tsx';

/** Each scorer's formula and paper: q is the query, m a memory position. */
export const formulas: Readonly<Record<ScorerName, readonly [formula: string, source: string]>> = {
  mlp: ['v · tanh(q W₁ + m W₂)', 'Bahdanau, Cho, Bengio 2015'],
  dot: ['q · m', 'Luong, Pham, Manning 2015'],
  'scaled-dot': ['q · m / √Q', 'Vaswani et al. 2017'],
  'learned-scale-dot': ['g · (q · m)', 'tensorflow/nmt, scaled_luong'],
  general: ['q W · m', 'Luong, Pham, Manning 2015'],
  'normed-mlp': ['g · (v / ‖v‖) · tanh(q W₁ + m W₂ + b)', 'Salimans, Kingma 2016'],
  location: ['q W', 'Luong, Pham, Manning 2015'],
  'location-sensitive': ['v · tanh(q W₁ + m W₂ + (F ∗ α) U + b)', 'Chorowski et al. 2015'],
  'coverage-count': ['v · tanh(q W₁ + m W₂ + Σα V)', 'Tu et al. 2016'],
  'coverage-gru': ['v · tanh(q W₁ + m W₂ + C V), C a GRU’s', 'Tu et al. 2016'],
  'coverage-fertility': ['v · tanh(q W₁ + m W₂ + Σα/φ V)', 'Tu et al. 2016'],
  own: ['whatever you write', 'the Scorer view'],
};

/** Where the decoder looks. */
export const AttentionSetup = ({ playground }: { readonly playground: Playground }): JSX.Element | null => {
  const { context, scorer, window, windowSize, normalizer, query, inputFeeding } = playground.experiment.value;
  if (context !== 'attention') return null;
  const [formula, source] = formulas[scorer];
  return (
    <fieldset>
      <legend>Attention</legend>
      <Choice
        label="Scorer"
        value={scorer}
        options={scorerNames.map((name) => ({ value: name, label: name === 'own' ? 'my own' : name }))}
        onChange={(value) => playground.edit({ scorer: value })}
      />
      <p class="formula">
        <span class="math">{formula}</span>
        <cite>{source}</cite>
      </p>
      <div class="row">
        <Choice
          label="Window"
          value={window}
          options={windowNames}
          onChange={(value) => playground.edit({ window: value })}
        />
        {window !== 'global' && (
          <NumberField
            label="Width"
            value={windowSize}
            least={1}
            most={20}
            onChange={(value) => playground.edit({ windowSize: value })}
          />
        )}
      </div>
      <Choice
        label="Weights by"
        value={normalizer}
        options={normalizerNames}
        onChange={(value) => playground.edit({ normalizer: value })}
      />
      <Choice
        label="Asked"
        value={query}
        options={[
          { value: queryNames[0], label: 'before the step (Bahdanau)' },
          { value: queryNames[1], label: 'after the step (Luong)' },
        ]}
        onChange={(value) => playground.edit({ query: value })}
      />
      <CheckField
        label="Input feeding"
        value={inputFeeding}
        hint="The next step reads what attention found (Luong, Pham, Manning 2015, section 3.3)"
        onChange={(value) => playground.edit({ inputFeeding: value })}
      />
    </fieldset>
  );
};
