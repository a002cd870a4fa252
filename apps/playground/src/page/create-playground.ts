// The page's state at work: what each action asks of the trainers, and what their news change.
import { batch, computed, signal } from '@preact/signals';
import { type BackendChoice, type Experiment, needsRestart } from '../experiment/experiment.ts';
import { type PresetName, presets } from '../experiment/presets.ts';
import type { BackendReport } from '../protocol/messages.ts';
import { sharedOf } from '../experiment/link.ts';
import type { ViewName } from '../experiment/view-names.ts';
import { recordedModel } from '../recording/recorded-model.ts';
import { backTo } from './back-to.ts';
import { chosenOf, selectedAmong } from './chosen-examples.ts';
import { crashNotice } from './crash-notice.ts';
import { gentlerActions } from './gentler-actions.ts';
import { hearNews } from './hear-news.ts';
import { keepSnapshot } from './last-snapshot.ts';
import { letGo } from './let-go.ts';
import type { OtherRuns } from './other-runs.ts';
import { oneAfterAnother } from './one-after-another.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { LinkState, Notice, Playground } from './playground.ts';
import { canGoOn, createRunState } from './run-state.ts';
import { type Place, placeOf } from './trainers.ts';
import { trainersOnBackend } from './trainers-on-backend.ts';

export const createPlayground = (): Playground => {
  const main = createRunState('main');
  const preset = signal<PresetName>('dates');
  const experiment = signal<Experiment>(presets.dates.experiment);
  const notice = signal<Notice | undefined>(undefined);
  const announcement = signal('');
  const backend = signal<BackendReport | undefined>(undefined);
  const moment = signal<number | undefined>(undefined);
  const selected = signal(0);
  const isCodeFromLink = signal(false);
  const others = new Set<OtherRuns>();
  /** What the last trainer that ended said, which is told once. */
  let crash = '';
  /** The runs beside the main one rest while that is trained. */
  const halt = (): void => others.forEach((other) => other.halted());
  const say = (text: string): void => {
    announcement.value = text;
  };
  const complain = (error: unknown, actions: Notice['actions'] = []): void => {
    notice.value = { text: error instanceof Error ? error.message : String(error), isError: true, actions };
  };

  const listeners = hearNews({
    ...{ main, others, experiment, say, complain },
    gentler: () => gentlerActions(playground),
  });

  const onCrash = (place: Place, message: string): void => {
    trainers.forget(place);
    for (const other of others) other.lost(place, message);
    crash = message;
    const isMain = placeOf(main.experiment.value ?? experiment.value) === place;
    const [step, weights] = [main.step.value, main.summary.value?.weights ?? 0];
    notice.value = crashNotice(
      { place, message, step, weights, isMain, snapshot: lastSnapshot.take() },
      { goOnFrom: (snapshot) => void playground.goOnFrom(snapshot), reset: () => void playground.reset() },
    );
    if (!isMain) return;
    main.phase.value = 'failed';
    main.experiment.value = undefined;
  };
  const trainers = trainersOnBackend({
    wanted: () => experiment.value.backend,
    ...{ listeners, onCrash, onMove: halt },
    onStart: (report) => {
      backend.value = report;
    },
  });

  /** A step that is on its way must not end in the next run. */
  const inTurn = oneAfterAnother();
  /** How often it was said what is to become of the run: who waited for a new one goes on only if nothing else is wanted by then. */
  let wishes = 0;
  /** Of a crash its notice tells. */
  const tell = (error: unknown): void => {
    if (!(error instanceof Error && error.message === crash)) complain(error);
  };
  /** Tells of what goes wrong; says whether it went right. */
  const attempt = (work: () => Promise<void>): Promise<boolean> =>
    inTurn(async () => {
      try {
        await work();
        return true;
      } catch (error) {
        main.phase.value = 'failed';
        tell(error);
        return false;
      }
    });

  /** A new run of the experiment as the form says it. */
  const configureNow = (): Promise<boolean> =>
    attempt(async () => {
      const configured = experiment.value;
      if (isCodeFromLink.value && placeOf(configured) === 'sandbox') {
        playground.view.value = 'scorer';
        throw new Error(
          'This link brings a scorer, which is code: read it here, and if you like it, run it in the sandbox.',
        );
      }
      notice.value = undefined;
      await letGo(main, trainers.ask);
      moment.value = undefined;
      await trainers.move();
      const made = { run: main.id, experiment: configured, chosen: chosenOf(main.summary.value) };
      const summary = await trainers.ask('configure', made);
      batch(() => {
        selected.value = selectedAmong({ main, selected }, summary.pinned);
        main.summary.value = summary;
        main.experiment.value = configured;
        main.phase.value = 'ready';
      });
      // What was changed meanwhile.
      if (experiment.value !== configured) playground.edit({});
    });
  const configure = oneAtATime(() => experiment.value, configureNow);
  /** A run that can go on, if that is still wanted once it is there. */
  const prepare = async (wish: number): Promise<boolean> =>
    (!isRestartNeeded.value || (await configure())) && wish === wishes;

  /** Runs that play go on where they are taken; those whose new place does not start stay where they were. */
  const switchBackend = async (before: BackendChoice): Promise<void> => {
    const goOn = await playground.hold();
    await inTurn(trainers.move).catch((error: unknown) => {
      experiment.value = { ...experiment.value, backend: before };
      if (main.experiment.value) main.experiment.value = { ...main.experiment.value, backend: before };
      tell(error);
    });
    await goOn();
  };

  const letMainPlay = (): Promise<boolean> =>
    attempt(async () => {
      if (!main.experiment.value) return;
      batch(() => {
        main.phase.value = 'playing';
        main.stopped.value = undefined;
        main.failure.value = undefined;
        moment.value = undefined;
      });
      say('Training.');
      halt();
      await trainers.ask('play', { runs: [main.id] });
    });

  const isRestartNeeded = computed(
    () =>
      main.experiment.value === undefined ||
      !canGoOn(main.phase.value) ||
      needsRestart(main.experiment.value, experiment.value),
  );

  const playground: Playground = {
    ...{ preset, experiment, isRestartNeeded, main, selected, moment, backend, notice, announcement, isCodeFromLink },
    view: signal<ViewName>('train'),
    link: signal<LinkState>(sharedOf('dates')),
    input: signal(presets.dates.input),
    choosePreset: async (name) => {
      batch(() => {
        preset.value = name;
        experiment.value = presets[name].experiment;
        playground.input.value = presets[name].input;
      });
      await playground.reset();
    },
    edit: (changes) => {
      experiment.value = { ...experiment.value, ...changes };
      if (isRestartNeeded.value) return;
      const before = main.experiment.value!;
      main.experiment.value = experiment.value;
      void attempt(async () => {
        // The form may say by now what takes another run.
        const changed = main.experiment.value;
        if (changed) await trainers.ask('change', { run: main.id, experiment: changed });
      });
      if (before.backend !== experiment.value.backend) void switchBackend(before.backend);
    },
    goOnFrom: async (snapshot) => {
      wishes++;
      await attempt(() => backTo(snapshot, playground, trainers.ask));
    },
    play: async () => {
      if (main.phase.value !== 'playing' && (await prepare(++wishes))) await letMainPlay();
    },
    hold: async () => {
      const isMainHeld = main.phase.value === 'playing';
      if (isMainHeld) await playground.pause();
      const goOns = await Promise.all([...others].map((other) => other.hold()));
      return async () => {
        if (isMainHeld && main.phase.value === 'paused') await letMainPlay();
        for (const goOn of goOns) await goOn();
      };
    },
    pause: async () => {
      if (main.phase.value !== 'playing') return;
      await attempt(async () => {
        await trainers.ask('pause', {});
        // Its last step may have been the last of all.
        if (main.phase.value !== 'playing') return;
        main.phase.value = 'paused';
        say(`Paused at step ${main.step.value}.`);
      });
    },
    stepOnce: async () => {
      const wish = ++wishes;
      if (main.phase.value === 'playing') await playground.pause();
      if (wish !== wishes || !(await prepare(wish))) return;
      await attempt(async () => {
        if (!main.experiment.value) return;
        halt();
        const before = main.phase.value;
        await trainers.ask('step', { run: main.id, count: 1 });
        if (main.phase.value === before) main.phase.value = 'paused';
      });
    },
    reset: async () => {
      wishes++;
      if (await configure()) say('A new run is ready.');
    },
    instead: (work) => {
      wishes++;
      return inTurn(work);
    },
    ask: async (name, request) => {
      if (main.phase.value === 'recording' && 'run' in request && request.run === main.id) await recorded.bring();
      return trainers.ask(name, request);
    },
    onOthers: (listener) => {
      others.add(listener);
      return () => others.delete(listener);
    },
  };
  const lastSnapshot = keepSnapshot(playground);
  const recorded = recordedModel(main, trainers.ask);
  return playground;
};
