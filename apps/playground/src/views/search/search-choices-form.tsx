import type { JSX } from 'preact';
import { Choice } from '../../parts/choice.tsx';
import { NumberField } from '../../parts/number-field.tsx';
import type { Playground } from '../../page/playground.ts';
import type { DeskChoices, SearchDesk } from './search-desk.ts';

const strategies = [
  { value: 'greedy', label: 'greedy' },
  { value: 'beam', label: 'beam' },
  { value: 'diverse-beam', label: 'diverse beam' },
  { value: 'sampling', label: 'sampling' },
  { value: 'stochastic-beam', label: 'stochastic beam' },
] as const;

/** What the number of rows is called. */
const widthLabels: Readonly<Record<Exclude<DeskChoices['strategy'], 'greedy'>, string>> = {
  beam: 'Beam width',
  'diverse-beam': 'Groups',
  sampling: 'Samples',
  'stochastic-beam': 'Outputs drawn',
};

/** What is searched, and how. Whatever changes here is searched at once. */
export const SearchChoicesForm = ({
  playground,
  desk,
}: {
  readonly playground: Playground;
  readonly desk: SearchDesk;
}): JSX.Element => {
  const { strategy, width, nBest, maxLength, temperature, topK, topP, seed } = desk.choices.value;
  const { choose, alpha } = desk;
  const isModel = desk.subject.value === 'model';
  return (
    <form
      class="search-form"
      aria-label="What to search, and how"
      onSubmit={(event) => {
        event.preventDefault();
        void desk.search();
      }}
    >
      <div class="search-form-line">
        <Choice
          label="Search in"
          value={desk.subject.value}
          options={[
            { value: 'model', label: 'your model' },
            { value: 'textbook', label: 'the textbook example' },
          ]}
          onChange={desk.take}
          hint="The textbook's is a table of probabilities: no training, and greedy search is misled"
        />
        <div class="field search-input">
          <label for="search-input">{isModel ? 'Source text' : 'Source text of the example'}</label>
          <input
            id="search-input"
            type="text"
            dir="auto"
            data-input
            autocomplete="off"
            spellcheck={false}
            readOnly={!isModel}
            value={isModel ? playground.input.value : 'jane visite l’afrique en septembre'}
            onInput={(event) => {
              playground.input.value = event.currentTarget.value;
            }}
          />
        </div>
        <button type="submit" class="primary" data-action="search">
          Search
        </button>
      </div>
      <div class="search-form-line search-options">
        <Choice
          label="Strategy"
          value={strategy}
          options={strategies}
          onChange={(value) => choose({ strategy: value })}
        />
        {strategy !== 'greedy' && (
          <NumberField
            label={widthLabels[strategy]}
            value={width}
            least={1}
            most={10}
            onChange={(value) => choose({ width: value })}
          />
        )}
        {strategy === 'beam' && (
          <NumberField
            label="Results"
            value={nBest}
            least={1}
            most={10}
            onChange={(value) => choose({ nBest: value })}
            hint="How many outputs the ranking shows"
          />
        )}
        <NumberField
          label="Most tokens"
          value={maxLength}
          least={1}
          most={60}
          onChange={(value) => choose({ maxLength: value })}
          hint="An output that is longer is cut off"
        />
        {strategy === 'sampling' && (
          <>
            <NumberField
              label="Temperature"
              value={temperature}
              least={0.05}
              most={5}
              step="any"
              onChange={(value) => choose({ temperature: value })}
              hint="Below 1 the probable becomes more probable"
            />
            <NumberField
              label="Top k (0: all)"
              value={topK}
              least={0}
              most={100}
              onChange={(value) => choose({ topK: value })}
              hint="Draws from so many tokens"
            />
            <NumberField
              label="Top p"
              value={topP}
              least={0.01}
              most={1}
              step="any"
              onChange={(value) => choose({ topP: value })}
              hint="Draws from the fewest tokens that have so much of the probability"
            />
          </>
        )}
        {(strategy === 'sampling' || strategy === 'stochastic-beam') && (
          <NumberField
            label="Seed"
            value={seed}
            least={0}
            most={2 ** 31 - 1}
            onChange={(value) => choose({ seed: value })}
          />
        )}
        <div class="field search-alpha">
          <label for="search-alpha">
            Length penalty <span class="math">α</span> = <output data-reading="alpha">{alpha.value.toFixed(1)}</output>
          </label>
          <input
            id="search-alpha"
            type="range"
            min={0}
            max={2}
            step={0.1}
            value={alpha.value}
            title="score = log P / T^α. It ranks anew what was found; the tree stays as it is"
            onInput={(event) => {
              alpha.value = event.currentTarget.valueAsNumber;
            }}
          />
        </div>
      </div>
    </form>
  );
};
