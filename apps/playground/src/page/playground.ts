// The state of the page and everything that can be done to it. Views read signals and call actions; nothing else talks to trainers.
import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type Experiment, needsRestart } from '../experiment/experiment.ts';
import { type PresetName, presets } from '../experiment/presets.ts';
import type { Listeners } from '../protocol/channel.ts';
import { type BackendReport, type Commands, protocolVersion, type RunFrame } from '../protocol/messages.ts';
import { applyFrame, clearRun, createRunState, type RunState } from './run-state.ts';
import { startWorker, type TrainerLink } from './trainer-link.ts';
import { createTrainers, type Place, placeOf } from './trainers.ts';

export const viewNames = ['train', 'inspect', 'search', 'compare', 'scorer', 'models'] as const;
export type ViewName = (typeof viewNames)[number];

/** Something that the page must say, with what can be done about it. */
export type Notice = {
  readonly text: string;
  readonly isError: boolean;
  readonly actions: readonly { readonly label: string; readonly act: () => void }[];
};

export type Playground = {
  readonly preset: Signal<PresetName>;
  /** As the form says it; the run may still be of another. */
  readonly experiment: Signal<Experiment>;
  readonly isRestartNeeded: ReadonlySignal<boolean>;
  readonly main: RunState;
  readonly view: Signal<ViewName>;
  /** Which of the pinned examples all views show. */
  readonly selected: Signal<number>;
  /** Which moment of the film is shown; undefined is the last, as it comes. */
  readonly moment: Signal<number | undefined>;
  /** The text of the input boxes of Inspect and Search. */
  readonly input: Signal<string>;
  readonly backend: Signal<BackendReport | undefined>;
  readonly notice: Signal<Notice | undefined>;
  /** What a screen reader is told. */
  readonly announcement: Signal<string>;
  /** The scorer's code came with a link, and the user has not yet said that it may run. */
  readonly isCodeFromLink: Signal<boolean>;

  choosePreset(name: PresetName): Promise<void>;
  edit(changes: Partial<Experiment>): void;
  play(): Promise<void>;
  pause(): Promise<void>;
  stepOnce(): Promise<void>;
  reset(): Promise<void>;
  /** Asks the main run's trainer. */
  ask<Name extends keyof Commands>(name: Name, request: Commands[Name]['request']): Promise<Commands[Name]['answer']>;
  /** Hears the frames of runs other than the main one. */
  onFrame(listener: (frame: RunFrame) => void): () => void;
};

/** Steps between two sayings of how far a run is, as a share of its limit. */
const announcedShare = 0.1;

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
  const frameListeners = new Set<(frame: RunFrame) => void>();
  let announced = 0;
  /** What the last trainer that ended said, which is told once. */
  let crash = '';

  const say = (text: string): void => {
    announcement.value = text;
  };
  const complain = (error: unknown, actions: Notice['actions'] = []): void => {
    notice.value = { text: error instanceof Error ? error.message : String(error), isError: true, actions };
  };

  const listeners: Listeners = {
    frame: ({ runs }) => {
      for (const frame of runs) {
        if (frame.run !== main.id) for (const listener of frameListeners) listener(frame);
        else {
          applyFrame(main, frame);
          const share = Math.floor(frame.step / (announcedShare * experiment.value.stopSteps));
          if (share > announced) say(`Step ${frame.step}.`);
          announced = share;
        }
      }
    },
    stopped: ({ run, reason }) => {
      if (run !== main.id) return;
      main.phase.value = 'stopped';
      main.stopped.value = reason;
      say(`Training has stopped at step ${main.step.value}: ${stopWords[reason]}.`);
    },
    failed: ({ run, ...failure }) => {
      if (run !== main.id) return;
      main.phase.value = 'failed';
      main.failure.value = failure;
      complain(failure.message, failure.isNotFinite ? [gentler('learningRate', 1 / 3), gentler('clip', 1 / 5)] : []);
      say(`Training has failed at step ${failure.step + 1}.`);
    },
  };

  /** Goes on with less of something. */
  const gentler = (key: 'learningRate' | 'clip', factor: number): Notice['actions'][number] => ({
    label: key === 'clip' ? 'Clip gradients harder and start again' : 'Divide the learning rate by 3 and go on',
    act: () => {
      notice.value = undefined;
      playground.edit({ [key]: experiment.value[key] * factor });
      void playground.play();
    },
  });

  /** A trainer that has begun, and what is said if it ends by itself. */
  const start = async (place: Place): Promise<TrainerLink> => {
    const onCrash = (message: string): void => {
      trainers.forget(place);
      crash = message;
      const what =
        place === 'worker' ? 'The trainer has crashed' : `Your scorer was stopped at step ${main.step.value}`;
      const kept = place === 'worker' ? '' : ' Your code is kept.';
      const isMain = placeOf(main.experiment.value ?? experiment.value) === place;
      complain(
        `${what}: ${message}.${kept}`,
        isMain ? [{ label: 'Start again', act: () => void playground.reset() }] : [],
      );
      if (!isMain) return;
      main.phase.value = 'failed';
      main.experiment.value = undefined;
    };
    const started =
      place === 'worker'
        ? startWorker(listeners, onCrash)
        : await (await import('../sandbox/start-sandbox.ts')).startSandbox(listeners, onCrash);
    try {
      // tfjs's own wasm backend fetches its kernels, and the sandbox can fetch nothing.
      const wanted = experiment.value.backend;
      const choice = place === 'sandbox' && wanted === 'wasm' ? 'auto' : wanted;
      backend.value = await started.ask('begin', { version: protocolVersion, backend: choice });
      return started;
    } catch (error) {
      started.close();
      throw error;
    }
  };
  const trainers = createTrainers(start);

  /** Tells of what goes wrong; says whether it went right. */
  const attempt = async (work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      main.phase.value = 'failed';
      if (!(error instanceof Error && error.message === crash)) complain(error);
      return false;
    }
  };

  /** A new run of the experiment as the form says it. */
  const configure = (): Promise<boolean> =>
    attempt(async () => {
      const configured = experiment.value;
      if (isCodeFromLink.value && placeOf(configured) === 'sandbox') {
        playground.view.value = 'scorer';
        throw new Error(
          'This link brings a scorer, which is code: read it here, and if you like it, run it in the sandbox.',
        );
      }
      main.phase.value = 'loading';
      notice.value = undefined;
      clearRun(main);
      moment.value = undefined;
      const summary = await trainers.ask('configure', { run: main.id, experiment: configured });
      batch(() => {
        main.summary.value = summary;
        main.experiment.value = configured;
        main.phase.value = 'ready';
        selected.value = Math.min(selected.value, summary.pinned.length - 1);
      });
    });

  const isRestartNeeded = computed(
    () => main.experiment.value === undefined || needsRestart(main.experiment.value, experiment.value),
  );

  const playground: Playground = {
    ...{ preset, experiment, isRestartNeeded, main, selected, moment, backend, notice, announcement, isCodeFromLink },
    view: signal<ViewName>('train'),
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
      main.experiment.value = experiment.value;
      void attempt(async () => {
        await trainers.ask('change', { run: main.id, experiment: experiment.value });
      });
    },
    play: async () => {
      if (main.phase.value === 'playing') return;
      if (isRestartNeeded.value && !(await configure())) return;
      await attempt(async () => {
        batch(() => {
          main.phase.value = 'playing';
          main.stopped.value = undefined;
          main.failure.value = undefined;
          moment.value = undefined;
        });
        say('Training.');
        await trainers.ask('play', { runs: [main.id] });
      });
    },
    pause: async () => {
      if (main.phase.value !== 'playing') return;
      await attempt(async () => {
        await trainers.ask('pause', {});
        main.phase.value = 'paused';
        say(`Paused at step ${main.step.value}.`);
      });
    },
    stepOnce: async () => {
      if (main.phase.value === 'playing') await playground.pause();
      if (isRestartNeeded.value && !(await configure())) return;
      await attempt(async () => {
        await trainers.ask('step', { run: main.id, count: 1 });
        if (main.phase.value !== 'failed') main.phase.value = 'paused';
      });
    },
    reset: async () => {
      if (await configure()) say('A new run is ready.');
    },
    ask: async (name, request) => trainers.ask(name, request),
    onFrame: (listener) => {
      frameListeners.add(listener);
      return () => frameListeners.delete(listener);
    },
  };
  return playground;
};

/** Why a run has stopped, as a sentence ends. */
export const stopWords: Readonly<Record<'steps' | 'exact' | 'loss' | 'seconds', string>> = {
  steps: 'it has had all its steps',
  exact: 'so many held-out examples are exactly right',
  loss: 'the loss is as low as you asked for',
  seconds: 'its time is over',
};
