import type { JSX } from 'preact';
import type { Playground } from './playground.ts';

/** What went wrong, and what can be done. */
export const NoticeBar = ({ playground: { notice } }: { readonly playground: Playground }): JSX.Element | null => {
  const shown = notice.value;
  if (!shown) return null;
  return (
    <div class={`notice ${shown.isError ? 'notice-error' : ''}`} role={shown.isError ? 'alert' : 'status'}>
      <span class="notice-text">{shown.text}</span>
      {shown.actions.map(({ label, act }) => (
        <button key={label} type="button" onClick={act}>
          {label}
        </button>
      ))}
      <button
        type="button"
        class="quiet"
        aria-label="Dismiss"
        onClick={() => {
          notice.value = undefined;
        }}
      >
        ✕
      </button>
    </div>
  );
};
