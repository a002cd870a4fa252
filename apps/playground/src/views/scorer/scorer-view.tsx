import type { JSX } from 'preact';
import { Choice } from '../../parts/choice.tsx';
import type { Playground } from '../../page/playground.ts';
import { CodeEditor } from './code-editor.tsx';
import { ContractCard } from './contract-card.tsx';
import { ReportCard } from './report-card.tsx';
import { deskOf, verdictWords } from './scorer-desk.ts';
import { type TemplateName, templateNames, templates } from './templates.ts';

/** An attention of one's own: written here, tried in a sandbox, trained at once. */
export const ScorerView = ({ playground }: { readonly playground: Playground }): JSX.Element => {
  const desk = deskOf(playground);
  const { isCodeFromLink } = playground;
  const verdict = desk.verdict.value;
  const isBusy = verdict === 'checking' || verdict === 'trying';
  const chosen = templateNames.find((name) => templates[name].code === desk.code.value);
  return (
    <div class="scorer" data-check={verdict}>
      <section class="scorer-desk" aria-label="Your scorer">
        {isCodeFromLink.value ? (
          <div class="scorer-from-link" role="note">
            <p>
              <strong>This scorer came with the link.</strong> It is code that somebody else wrote. Read it; if you like
              it, run it. It runs in a sandbox: it sees no network, no storage and nothing of this page.
            </p>
            <button type="button" class="primary" data-action="run-code" onClick={() => void desk.runFromLink()}>
              Run in sandbox
            </button>
            <button type="button" data-action="discard-code" onClick={() => desk.discard()}>
              Discard it
            </button>
          </div>
        ) : (
          <div class="scorer-bar">
            <Choice<TemplateName | 'mine'>
              label="Begin with"
              value={chosen ?? 'mine'}
              options={[
                ...(chosen ? [] : [{ value: 'mine' as const, label: 'your own text' }]),
                ...templateNames.map((name) => ({ value: name, label: templates[name].title })),
              ]}
              onChange={(name) => {
                if (name !== 'mine') desk.code.value = templates[name].code;
              }}
            />
            <div class="scorer-actions" role="group" aria-label="What to do with it">
              <button
                type="button"
                data-action="check"
                disabled={isBusy}
                title="Ctrl+Enter"
                onClick={() => void desk.check()}
              >
                Check
              </button>
              <button
                type="button"
                data-action="compare-own"
                disabled={isBusy || verdict === 'unusable'}
                onClick={() => void desk.compare()}
              >
                Add to compare
              </button>
              <button
                type="button"
                class="primary"
                data-action="train-own"
                disabled={isBusy || verdict === 'unusable'}
                title="Ctrl+Shift+Enter"
                onClick={() => void desk.train(verdict === 'broken')}
              >
                {verdict === 'broken' ? 'Train anyway' : 'Train with it'}
              </button>
            </div>
          </div>
        )}
        <CodeEditor desk={desk} isReadOnly={isCodeFromLink.value} />
        <p class={`scorer-verdict verdict-${verdict}`} role="status" data-reading="verdict">
          {verdictWords[verdict]}
        </p>
      </section>
      <aside class="scorer-cards" aria-label="What is known of it">
        <ReportCard desk={desk} />
        <ContractCard playground={playground} />
      </aside>
    </div>
  );
};
