import type { JSX } from 'preact';
import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { createEditor, type Editor } from './create-editor.ts';
import type { ScorerDesk } from './scorer-desk.ts';

/** What thumbs find hard to reach. */
const symbols = ['(', ')', '{', '}', '[', ']', '=>', ',', '.', ';', "'"] as const;

/** The text of the desk in an editor. */
export const CodeEditor = ({
  desk,
  isReadOnly,
}: {
  readonly desk: ScorerDesk;
  readonly isReadOnly: boolean;
}): JSX.Element => {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | undefined>(undefined);
  useEffect(() => {
    const created = createEditor(place.current!, {
      code: desk.code.peek(),
      label: 'Code of your scorer',
      onChange: (code) => {
        desk.code.value = code;
      },
      onCheck: () => void desk.check(),
      onTrain: () => void desk.train(),
    });
    editor.current = created;
    created.setMessages(desk.messages.peek());
    return () => created.destroy();
  }, [desk]);
  useEffect(() => editor.current?.setReadOnly(isReadOnly), [isReadOnly]);
  useSignalEffect(() => editor.current?.setCode(desk.code.value));
  useSignalEffect(() => editor.current?.setMessages(desk.messages.value));
  return (
    <div class="code-editor">
      <div class="code-place" ref={place} />
      <div class="symbols" role="group" aria-label="Symbols">
        {symbols.map((symbol) => (
          <button key={symbol} type="button" onClick={() => editor.current?.insert(symbol)}>
            {symbol}
          </button>
        ))}
      </div>
      <p class="soft editor-hint" id="editor-hint">
        Escape, then Tab leaves the editor. Ctrl+Enter checks, Ctrl+Shift+Enter trains.
      </p>
    </div>
  );
};
