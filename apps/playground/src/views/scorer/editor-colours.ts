// The editor in the colours of the page, light and dark.
import { defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** CodeMirror's own style knows which words are alike; the page's colours stand in the place of its colours. */
const inPlaceOf: Readonly<Record<string, string>> = {
  '#708': '--code-keyword',
  '#219': '--code-number',
  '#164': '--code-number',
  '#a11': '--code-text',
  '#e40': '--code-text',
  '#00f': '--code-name',
  '#30a': '--code-name',
  '#00c': '--code-name',
  '#085': '--code-type',
  '#167': '--code-type',
  '#256': '--code-type',
  '#940': '--ink-soft',
  '#404740': '--ink-soft',
  '#f00': '--bad',
};

const words = HighlightStyle.define(
  defaultHighlightStyle.specs.map(({ color, ...spec }) => {
    const token = typeof color === 'string' ? inPlaceOf[color] : undefined;
    return { ...spec, ...(token !== undefined && { color: `var(${token})` }) };
  }),
);

const surfaces = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--paper)', height: '100%' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', fontSize: '13px', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': {
    color: 'var(--ink-soft)',
    backgroundColor: 'var(--paper-raised)',
    borderRight: '1px solid var(--line)',
  },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--accent-wash) 45%, transparent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--focus) 28%, transparent) !important',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-wash)', outline: '1px solid var(--accent)' },
  '.cm-tooltip': {
    border: '1px solid var(--line)',
    borderRadius: 'var(--radius)',
    color: 'var(--ink)',
    backgroundColor: 'var(--paper-raised)',
  },
  '.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    color: 'var(--accent-ink)',
    backgroundColor: 'var(--accent)',
  },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--bad)' },
});

export const colours: Extension = [surfaces, syntaxHighlighting(words)];
