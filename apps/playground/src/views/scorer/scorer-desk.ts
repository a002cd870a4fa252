// What the Scorer view works on: a text, what is known of it, and what can be done with it. It outlives the view, which is built anew
// each time it is looked at.
import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Experiment } from '../../experiment/experiment.ts';
import type { Playground } from '../../page/playground.ts';
import type { ScorerReport } from '../../protocol/messages.ts';
import { checkInSandbox, type RunningCheck } from './check-in-sandbox.ts';
import { findSyntaxProblem } from './find-syntax-problem.ts';
import { templates } from './templates.ts';

/**
 * `unchecked`: nothing is known of this text; `checking` and `trying`: it is tried, alone and in a short run; `good`; `broken`: it breaks
 * a law, but could be trained; `unusable`: it is no scorer.
 */
export type Verdict = 'unchecked' | 'checking' | 'trying' | 'good' | 'broken' | 'unusable';

export type ScorerDesk = {
  readonly code: Signal<string>;
  readonly verdict: ReadonlySignal<Verdict>;
  /** What the last check has found, as far as it is. */
  readonly report: Signal<ScorerReport | undefined>;
  /** Of the trial run. */
  readonly losses: Signal<readonly number[]>;
  /** What ended the check, where no report says it. */
  readonly problem: Signal<string>;
  /** Messages that name a place in the text. */
  readonly messages: ReadonlySignal<readonly string[]>;
  /** Tries the text; never one of a link that nobody has agreed to. */
  check(): Promise<void>;
  /** Checks what is unchecked, and trains with what is good; with what breaks a law only if that is said. */
  train(anyway?: boolean): Promise<void>;
  /** A column with it in the comparison. */
  compare(): Promise<void>;
  /** Agrees to run what came with a link, in the sandbox. */
  runFromLink(): Promise<void>;
  /** Puts what came with a link aside. */
  discard(): void;
};

const desks = new WeakMap<Playground, ScorerDesk>();

/** The page's desk. */
export const deskOf = (playground: Playground): ScorerDesk => {
  const desk = desks.get(playground) ?? createDesk(playground);
  desks.set(playground, desk);
  return desk;
};

const createDesk = (playground: Playground): ScorerDesk => {
  const { experiment, isCodeFromLink } = playground;
  const code = signal(experiment.value.ownScorer || templates.dot.code);
  const checked = signal<{ readonly code: string; readonly verdict: Verdict } | undefined>(undefined);
  const report = signal<ScorerReport | undefined>(undefined);
  const losses = signal<readonly number[]>([]);
  const problem = signal('');
  let running: RunningCheck | undefined;

  const verdict = computed((): Verdict => (checked.value?.code === code.value ? checked.value.verdict : 'unchecked'));
  const messages = computed(() =>
    checked.value?.code === code.value
      ? [problem.value, ...(report.value?.findings ?? []).map((finding) => finding.problem ?? '')].filter(Boolean)
      : [],
  );
  // A text that comes with a link, a file or a saved run is put on the desk.
  const given = computed(() => experiment.value.ownScorer);
  effect(() => {
    if (given.value !== '') code.value = given.value;
  });

  const check = async (): Promise<void> => {
    if (isCodeFromLink.value || verdict.value === 'checking' || verdict.value === 'trying') return;
    running?.stop();
    const text = code.value;
    const conclude = (result: Verdict): void => {
      checked.value = { code: text, verdict: result };
    };
    batch(() => {
      conclude('checking');
      report.value = undefined;
      losses.value = [];
      problem.value = '';
    });
    playground.announcement.value = 'Checking the scorer.';
    const mistake = await findSyntaxProblem(text);
    if (mistake !== undefined) {
      problem.value = mistake;
      return conclude('unusable');
    }
    const started = checkInSandbox(text, experiment.value, {
      onReport: (found) => {
        report.value = found;
        conclude('trying');
      },
      onLosses: (values) => {
        losses.value = [...values];
      },
    });
    running = started;
    try {
      await started.ended;
      if (running !== started) return;
      const found = report.value?.findings ?? [];
      conclude(found[0]?.problem === undefined ? (found.some((each) => each.problem) ? 'broken' : 'good') : 'unusable');
    } catch (error) {
      if (running !== started) return;
      problem.value = error instanceof Error ? error.message : String(error);
      conclude('unusable');
    }
    playground.announcement.value = verdictWords[checked.value?.verdict ?? 'unchecked'];
  };

  const train = async (anyway = false): Promise<void> => {
    if (verdict.value === 'unchecked') await check();
    if (verdict.value !== 'good' && !(anyway && verdict.value === 'broken')) return;
    playground.edit(withOwn(code.value));
    if (playground.isRestartNeeded.value) await playground.reset();
    if (playground.main.phase.value !== 'failed') await playground.play();
  };
  return {
    ...{ code, verdict, report, losses, problem, messages, check, train },
    compare: async () => {
      if (verdict.value === 'unchecked') await check();
      if (verdict.value !== 'good' && verdict.value !== 'broken') return;
      const { comparisonOf } = await import('../../page/comparison.ts');
      try {
        playground.view.value = 'compare';
        await comparisonOf(playground).add({ ...experiment.value, ...withOwn(code.value) });
      } catch (error) {
        playground.notice.value = { text: (error as Error).message, isError: true, actions: [] };
      }
    },
    runFromLink: async () => {
      isCodeFromLink.value = false;
      await train(true);
    },
    discard: () => {
      isCodeFromLink.value = false;
      code.value = templates.dot.code;
      const { scorer } = experiment.value;
      playground.edit({ ownScorer: '', scorer: scorer === 'own' ? 'dot' : scorer });
    },
  };
};

/** What makes an experiment one of a text. */
const withOwn = (code: string): Partial<Experiment> => ({ context: 'attention', scorer: 'own', ownScorer: code });

/** A verdict in a sentence. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  unchecked: 'Not checked yet.',
  checking: 'Checking shapes, laws and gradients …',
  trying: 'Trying 50 steps …',
  good: 'A good scorer: it keeps every law.',
  broken: 'It breaks a law of scorers.',
  unusable: 'It cannot be trained.',
};
