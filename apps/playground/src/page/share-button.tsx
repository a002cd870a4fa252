import type { JSX } from 'preact';
import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { longestLink, writeLink } from '../experiment/link.ts';
import { sharedNow } from './open-address.ts';
import type { Playground } from './playground.ts';

/** Copies the link of what is shown, and offers the other ways to take it along. */
export const ShareButton = ({ playground }: { readonly playground: Playground }): JSX.Element => {
  const id = useId();
  const link = useSignal('');
  const said = useSignal('');
  const isLong = link.value.length > longestLink;
  const share = async (): Promise<void> => {
    said.value = '';
    link.value = '';
    const hash = await writeLink(sharedNow(playground));
    link.value = new URL(`#${hash}`, location.href).href;
    if (hash.length > longestLink) return;
    try {
      await navigator.clipboard.writeText(link.value);
      said.value = 'The link is copied.';
    } catch {
      said.value = 'Copy the link from here.';
    }
  };
  /** What is exported comes when it is asked for. */
  const take = async (what: 'experiment' | 'script' | 'numbers'): Promise<void> => {
    const { downloadAs } = await import('../export/download-as.ts');
    downloadAs(playground, what);
  };
  return (
    <div class="share" data-part="share">
      <button type="button" data-action="share" popoverTarget={id}>
        Share
      </button>
      <div
        id={id}
        class="share-card"
        popover="auto"
        role="group"
        aria-label="Share"
        onToggle={(event) => {
          if (event.newState === 'open') void share();
        }}
      >
        {isLong ? (
          <p>
            This experiment is too long for a link: {link.value.length.toLocaleString('en-US')} characters, of at most{' '}
            {longestLink.toLocaleString('en-US')}. Send the experiment file instead; it is opened in Models.
          </p>
        ) : (
          <label class="field">
            <span>Whoever opens this link has the same run: settings, seed, data, view and input</span>
            <input
              type="text"
              readOnly
              value={link.value}
              data-reading="link"
              onFocus={(event) => event.currentTarget.select()}
            />
          </label>
        )}
        <p class="share-said" role="status">
          {said}
        </p>
        <ul class="share-files" aria-label="As a file">
          <li>
            <button type="button" data-action="download-experiment" onClick={() => void take('experiment')}>
              Experiment file
            </button>
          </li>
          <li>
            <button type="button" data-action="download-script" onClick={() => void take('script')}>
              TypeScript
            </button>
          </li>
          <li>
            <button type="button" data-action="download-numbers" onClick={() => void take('numbers')}>
              Numbers (JSON)
            </button>
          </li>
        </ul>
      </div>
    </div>
  );
};
