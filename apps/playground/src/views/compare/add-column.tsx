import type { JSX } from 'preact';
import { useSignal } from '@preact/signals';
import {
  cellNames,
  contextNames,
  directionNames,
  normalizerNames,
  optimizerNames,
  queryNames,
  scorerNames,
  windowNames,
} from '../../experiment/experiment.ts';
import type { Changes } from '../../experiment/changes.ts';
import { type Comparison, mostColumns } from '../../page/comparison.ts';
import type { Playground } from '../../page/playground.ts';
import { Choice } from '../../parts/choice.tsx';

/** A kind of change, and what there is to choose. */
type Offer = { readonly label: string; readonly changes: Readonly<Record<string, Changes>> };

const named = <Name extends string | number>(
  names: readonly Name[],
  changesOf: (name: Name) => Changes,
): Readonly<Record<string, Changes>> => Object.fromEntries(names.map((name) => [String(name), changesOf(name)]));

/** To change the attention of a model means that it has one. */
const attending = { context: 'attention' } as const;
const withoutOwn = scorerNames.filter((name) => name !== 'own');

const offers = {
  scorer: { label: 'the scorer', changes: named(withoutOwn, (scorer) => ({ ...attending, scorer })) },
  window: { label: 'the window', changes: named(windowNames, (window) => ({ ...attending, window })) },
  normalizer: { label: 'the weights', changes: named(normalizerNames, (normalizer) => ({ ...attending, normalizer })) },
  query: { label: 'the query', changes: named(queryNames, (query) => ({ ...attending, query })) },
  feeding: {
    label: 'input feeding',
    changes: { on: { ...attending, inputFeeding: true }, off: { ...attending, inputFeeding: false } },
  },
  context: { label: 'the context', changes: named(contextNames, (context) => ({ context })) },
  cell: { label: 'the cell', changes: named(cellNames, (cell) => ({ cell })) },
  direction: { label: 'the direction', changes: named(directionNames, (direction) => ({ direction })) },
  units: { label: 'the units', changes: named([8, 16, 32, 64, 96, 128], (units) => ({ units })) },
  layers: { label: 'the layers', changes: named([1, 2, 3], (layers) => ({ layers })) },
  dropout: { label: 'dropout', changes: named([0, 0.1, 0.2, 0.4], (dropout) => ({ dropout })) },
  optimizer: { label: 'the optimizer', changes: named(optimizerNames, (optimizer) => ({ optimizer })) },
  rate: {
    label: 'the learning rate',
    changes: named([0.001, 0.002, 0.005, 0.01, 0.02], (learningRate) => ({ learningRate })),
  },
} as const satisfies Readonly<Record<string, Offer>>;
type OfferName = keyof typeof offers;
const offerNames = Object.keys(offers) as readonly OfferName[];

/** One more run: the form's experiment with one thing changed, or as it is. */
export const AddColumn = ({
  playground,
  comparison,
}: {
  readonly playground: Playground;
  readonly comparison: Comparison;
}): JSX.Element => {
  const offer = useSignal<OfferName>('scorer');
  const value = useSignal<string>('dot');
  const changes: Readonly<Record<string, Changes>> = offers[offer.value].changes;
  const isFull = comparison.columns.value.length >= mostColumns;
  return (
    <form
      class="add-column"
      aria-label="Add a run"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isFull) void comparison.add({ ...playground.experiment.value, ...changes[value.value] });
      }}
    >
      <Choice
        label="Change"
        value={offer.value}
        options={offerNames.map((name) => ({ value: name, label: offers[name].label }))}
        onChange={(name) => {
          offer.value = name;
          value.value = Object.keys(offers[name].changes)[0]!;
        }}
      />
      <Choice
        label="to"
        value={value.value}
        options={Object.keys(changes)}
        onChange={(name) => {
          value.value = name;
        }}
      />
      <button type="submit" data-action="add-column" disabled={isFull}>
        Add
      </button>
      <button
        type="button"
        data-action="add-form"
        disabled={isFull}
        onClick={() => void comparison.add(playground.experiment.value)}
      >
        Add the form as it is
      </button>
    </form>
  );
};
