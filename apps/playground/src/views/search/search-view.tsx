import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Playground } from '../../page/playground.ts';
import { ChosenOutput } from './chosen-output.tsx';
import { Ranking } from './ranking.tsx';
import { RuleChips } from './rule-chips.tsx';
import { SearchChoicesForm } from './search-choices-form.tsx';
import { searchDeskOf } from './search-desk.ts';
import { SourceLine } from './source-line.tsx';
import { TreePanel } from './tree-panel.tsx';

/** How an output is found: what was considered at each step, what was kept, and why one of those that ended has won. */
export const SearchView = ({ playground }: { readonly playground: Playground }): JSX.Element => {
  const desk = searchDeskOf(playground);
  useEffect(() => {
    const narrow = matchMedia('(max-width: 720px)');
    const onChange = (): void => {
      desk.isDownward.value = narrow.matches;
    };
    onChange();
    narrow.addEventListener('change', onChange);
    const end = desk.follow();
    return () => {
      narrow.removeEventListener('change', onChange);
      end();
    };
  }, [desk]);
  const answer = desk.answer.value;
  const { strategy, width } = desk.foundBy.value;
  const state = desk.isSearching.value ? 'searching' : desk.problem.value ? 'failed' : answer ? 'found' : 'empty';
  return (
    <div class="search" data-search={state} data-found={answer && `${strategy} ${width}`}>
      <SearchChoicesForm playground={playground} desk={desk} />
      <RuleChips desk={desk} />
      <SourceLine playground={playground} desk={desk} />
      {desk.problem.value && (
        <p class="problem" role="alert">
          {desk.problem.value}
        </p>
      )}
      {desk.tree.value ? (
        <>
          <TreePanel desk={desk} />
          <div class="search-results">
            <Ranking desk={desk} />
            <ChosenOutput desk={desk} />
          </div>
        </>
      ) : (
        state !== 'failed' && <Nothing playground={playground} isSearching={state === 'searching'} />
      )}
    </div>
  );
};

const Nothing = ({
  playground,
  isSearching,
}: {
  readonly playground: Playground;
  readonly isSearching: boolean;
}): JSX.Element => {
  const desk = searchDeskOf(playground);
  if (isSearching) return <p class="empty">Searching …</p>;
  const isTyped = desk.answer.value === undefined;
  return (
    <div class="empty">
      <p>
        {isTyped
          ? 'There is no model yet: press Train, or step through the example from the textbook, which needs none.'
          : 'Type something to translate.'}
      </p>
      {isTyped && (
        <button type="button" data-action="textbook" onClick={() => desk.take('textbook')}>
          Show the textbook example
        </button>
      )}
    </div>
  );
};
