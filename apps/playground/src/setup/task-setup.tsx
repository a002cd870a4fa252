import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type TaskName, taskNames } from '../experiment/experiment.ts';
import { readOwnPairs } from '../experiment/own-pairs.ts';
import type { Playground } from '../page/playground.ts';
import { Choice } from '../parts/choice.tsx';
import { NumberField } from '../parts/number-field.tsx';

const titles: Readonly<Record<TaskName, string>> = {
  reverse: 'reversal',
  copy: 'copying',
  sort: 'sorting',
  dates: 'dates → ISO 8601',
  addition: 'addition',
  numbers: 'numbers → words',
  phrases: 'English → French phrases',
  g2p: 'spelling → sound',
  own: 'my own pairs',
};

/** Problems whose sources can be made shorter or longer. */
const hasLengths: ReadonlySet<TaskName> = new Set(['reverse', 'copy', 'sort', 'addition', 'numbers']);

/** What is to be learned, and from how much of it. */
export const TaskSetup = ({ playground }: { readonly playground: Playground }): JSX.Element => {
  const { task, shortest, longest, examples, ownTokens, ownPairs } = playground.experiment.value;
  const sample = playground.main.summary.value?.sample ?? [];
  const isOther = playground.main.experiment.value?.task !== task;
  return (
    <fieldset>
      <legend>Task</legend>
      <Choice
        label="Problem"
        value={task}
        options={taskNames.map((name) => ({ value: name, label: titles[name] }))}
        onChange={(name) => playground.edit({ task: name })}
      />
      {hasLengths.has(task) && (
        <div class="row">
          <NumberField
            label="Shortest"
            value={shortest}
            least={1}
            most={longest}
            onChange={(value) => playground.edit({ shortest: value })}
          />
          <NumberField
            label="Longest"
            value={longest}
            least={shortest}
            most={40}
            onChange={(value) => playground.edit({ longest: value })}
          />
        </div>
      )}
      <NumberField
        label="Examples to learn from"
        value={examples}
        least={16}
        most={30_000}
        onChange={(value) => playground.edit({ examples: value })}
      />
      {task === 'own' && (
        <>
          <Choice
            label="Tokens"
            value={ownTokens}
            options={['characters', 'words']}
            onChange={(value) => playground.edit({ ownTokens: value })}
          />
          <OwnPairs text={ownPairs} onChange={(text) => playground.edit({ ownPairs: text })} />
        </>
      )}
      {!isOther && sample.length > 0 && (
        <ul class="sample" aria-label="Examples">
          {sample.slice(0, 3).map(({ source, target }) => (
            <li key={source}>
              <bdi>{source}</bdi> <span aria-label="becomes">→</span> <bdi>{target}</bdi>
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
};

/** A box for pairs, and what is wrong with them. */
const OwnPairs = ({
  text,
  onChange,
}: {
  readonly text: string;
  readonly onChange: (text: string) => void;
}): JSX.Element => {
  const { pairs, problems, duplicates } = readOwnPairs(text);
  // What is being typed is kept through whatever is drawn meanwhile; it counts when the box is left.
  const [draft, setDraft] = useState(text);
  useEffect(() => setDraft(text), [text]);
  return (
    <div class="field own-pairs">
      <label for="own-pairs">A source, a tab and a target on each line</label>
      <textarea
        id="own-pairs"
        rows={6}
        spellcheck={false}
        dir="auto"
        value={draft}
        placeholder={'cat\tchat\ndog\tchien'}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <label class="file">
        Open a file
        <input
          type="file"
          accept=".tsv,.txt,text/*"
          onChange={(event) => void event.currentTarget.files?.[0]?.text().then(onChange)}
        />
      </label>
      <p role="status" data-reading="own-pairs">
        {pairs.length.toLocaleString('en-US')} pairs
        {duplicates > 0 && `, ${duplicates} that were there already`}
      </p>
      {problems.length > 0 && (
        <ul class="problems">
          {problems.slice(0, 5).map(({ line, problem }) => (
            <li key={line}>
              Line {line} {problem}.
            </li>
          ))}
          {problems.length > 5 && <li>And {problems.length - 5} more lines.</li>}
        </ul>
      )}
    </div>
  );
};
