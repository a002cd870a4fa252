// The editor: CodeMirror with what a scorer needs. The only file that knows CodeMirror, beside its colours and completions.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { typescriptLanguage } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { type Diagnostic, linter, lintGutter, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { placeIn, withoutPlace } from '../../sandbox/code-place.ts';
import { completeScorer } from './completions.ts';
import { colours } from './editor-colours.ts';
import { findSyntaxProblem } from './find-syntax-problem.ts';

export type EditorOptions = {
  readonly code: string;
  /** What a screen reader calls it. */
  readonly label: string;
  readonly onChange: (code: string) => void;
  readonly onCheck: () => void;
  readonly onTrain: () => void;
};

export interface Editor {
  setCode(code: string): void;
  setReadOnly(isReadOnly: boolean): void;
  /** Marks the places that messages name. */
  setMessages(messages: readonly string[]): void;
  insert(text: string): void;
  destroy(): void;
}

/** Milliseconds of rest after which the syntax is looked at. */
const restMs = 400;

export const createEditor = (
  parent: HTMLElement,
  { code, label, onChange, onCheck, onTrain }: EditorOptions,
): Editor => {
  const readOnly = new Compartment();
  const command = (act: () => void) => (): boolean => {
    act();
    return true;
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: code,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of('  '),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        EditorView.lineWrapping,
        typescriptLanguage,
        autocompletion({ override: [completeScorer] }),
        linter(syntaxProblems, { delay: restMs }),
        lintGutter(),
        colours,
        readOnly.of(EditorState.readOnly.of(false)),
        EditorView.contentAttributes.of({ 'aria-label': label, 'aria-describedby': 'editor-hint', tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
        keymap.of([
          { key: 'Mod-Enter', run: command(onCheck) },
          { key: 'Mod-Shift-Enter', run: command(onTrain) },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...historyKeymap,
          ...defaultKeymap,
          indentWithTab,
        ]),
      ],
    }),
  });
  return {
    setCode: (changed) => {
      if (changed === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: changed } });
    },
    setReadOnly: (isReadOnly) => view.dispatch({ effects: readOnly.reconfigure(EditorState.readOnly.of(isReadOnly)) }),
    setMessages: (messages) =>
      view.dispatch(
        setDiagnostics(
          view.state,
          messages.flatMap((message) => diagnosticOf(message, view.state) ?? []),
        ),
      ),
    insert: (text) => {
      view.dispatch(view.state.replaceSelection(text));
      view.focus();
    },
    destroy: () => view.destroy(),
  };
};

/** What is no TypeScript. */
const syntaxProblems = async ({ state }: EditorView): Promise<Diagnostic[]> => {
  const message = await findSyntaxProblem(state.doc.toString());
  const diagnostic = message === undefined ? undefined : diagnosticOf(message, state);
  return diagnostic ? [diagnostic] : [];
};

/** From the place that a message names to the end of its line. */
const diagnosticOf = (message: string, { doc }: EditorState): Diagnostic | undefined => {
  const place = placeIn(message);
  if (!place || place.line > doc.lines) return undefined;
  const { from, to } = doc.line(place.line);
  const start = Math.min(from + place.column - 1, to);
  return { from: start, to: Math.max(to, start), severity: 'error', message: withoutPlace(message) };
};
