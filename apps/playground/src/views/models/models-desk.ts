// What the Models view works on: what is bundled, what is kept, and what can be done with both. It outlives the view.
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { presets } from '../../experiment/presets.ts';
import type { Playground } from '../../page/playground.ts';
import { type BundledModel, fetchModel, listBundled } from '../../recording/bundled-models.ts';
import { download } from '../../storage/download.ts';
import { restoreRun, saveRun } from '../../storage/keep-run.ts';
import { openFiles } from '../../storage/open-files.ts';
import { openModel } from '../../storage/open-model.ts';
import { type KeptRun, openRunShelf, type RunShelf } from '../../storage/run-shelf.ts';
import { decodeSavedRun } from '../../storage/saved-run.ts';
import { writeTar } from '../../storage/tar.ts';
import { differenceOf } from './difference.ts';

export type ModelsDesk = {
  readonly bundled: ReadonlySignal<readonly BundledModel[]>;
  readonly kept: ReadonlySignal<readonly KeptRun[]>;
  /** False where nothing outlives the page. */
  readonly isLasting: ReadonlySignal<boolean>;
  readonly problem: Signal<string>;
  /** What was done last, as a sentence. */
  readonly done: Signal<string>;
  openBundled(model: BundledModel): Promise<void>;
  open(files: readonly File[]): Promise<void>;
  keep(name: string): Promise<void>;
  restore(run: KeptRun): Promise<void>;
  remove(run: KeptRun): Promise<void>;
  downloadKept(run: KeptRun): Promise<void>;
  downloadRun(): Promise<void>;
  downloadModel(): Promise<void>;
};

const desks = new WeakMap<Playground, ModelsDesk>();

/** The page's desk. */
export const modelsDeskOf = (playground: Playground): ModelsDesk => {
  const desk = desks.get(playground) ?? createDesk(playground);
  desks.set(playground, desk);
  return desk;
};

const createDesk = (playground: Playground): ModelsDesk => {
  const bundled = signal<readonly BundledModel[]>([]);
  const kept = signal<readonly KeptRun[]>([]);
  const isLasting = signal(true);
  const problem = signal('');
  const done = signal('');
  let shelf: Promise<RunShelf> = openRunShelf(() => globalThis.indexedDB);

  const attempt = async (work: () => Promise<string>): Promise<void> => {
    problem.value = '';
    done.value = '';
    try {
      done.value = await work();
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
  };
  const look = async (): Promise<void> => {
    const opened = await shelf;
    isLasting.value = opened.isLasting;
    kept.value = await opened.list();
  };
  /** A browser that is full keeps nothing more; what was kept before is still there. */
  const put = async (run: KeptRun, file: Uint8Array<ArrayBuffer>): Promise<void> => {
    try {
      await (await shelf).keep(run, file);
    } catch {
      const fleeting = await openRunShelf(() => undefined);
      const full = await shelf;
      for (const other of await full.list()) await fleeting.keep(other, await full.take(other.id));
      shelf = Promise.resolve(fleeting);
      await fleeting.keep(run, file);
    }
  };

  void look();
  void attempt(async () => {
    bundled.value = await listBundled();
    return '';
  });

  return {
    ...{ bundled, kept, isLasting, problem, done },
    openBundled: ({ name, step, title }) =>
      attempt(async () => {
        const { experiment, input } = presets[name];
        await openModel(playground, { name, files: await fetchModel(name), step, isOfExperiment: true, experiment });
        playground.preset.value = name;
        playground.experiment.value = experiment;
        playground.input.value = input;
        playground.link.value = { ...playground.link.value, model: name };
        return `${title} is open: ask it in Search, look inside it in Inspect.`;
      }),
    open: (files) =>
      attempt(async () => {
        const kind = await openFiles(playground, files);
        if (kind === 'run') return `The run is open at step ${playground.main.step.value}: Train goes on from there.`;
        if (kind === 'experiment') return 'The experiment is in the form: Train begins.';
        return 'The model is open: ask it in Search, look inside it in Inspect.';
      }),
    keep: (name) =>
      attempt(async () => {
        const { recording, file } = await saveRun(playground);
        const { experiment, losses, measures } = recording;
        const last = measures.at(-1);
        const run: KeptRun = {
          id: crypto.randomUUID(),
          name: name.trim() || `${presets[differenceOf(experiment).preset].title}, step ${losses.length}`,
          ...{ keptAt: Date.now(), experiment, step: losses.length, bytes: file.length },
          ...{ loss: last?.loss ?? Number.NaN, exact: last?.exact ?? 0 },
        };
        await put(run, file);
        await look();
        return `Kept “${run.name}”.`;
      }),
    restore: (run) =>
      attempt(async () => {
        const file = await (await shelf).take(run.id);
        await restoreRun(playground, decodeSavedRun(file, run.name), true);
        playground.preset.value = differenceOf(run.experiment).preset;
        return `“${run.name}” is back at step ${run.step}: Train goes on from there.`;
      }),
    remove: (run) =>
      attempt(async () => {
        await (await shelf).remove(run.id);
        await look();
        return `“${run.name}” is deleted.`;
      }),
    downloadKept: (run) =>
      attempt(async () => {
        const file = await (await shelf).take(run.id);
        download(fileName(run.name, 'safetensors'), new Blob([file]));
        return '';
      }),
    downloadRun: () =>
      attempt(async () => {
        const { recording, file } = await saveRun(playground);
        download(fileName(`${recording.experiment.task} ${recording.losses.length}`, 'safetensors'), new Blob([file]));
        return '';
      }),
    downloadModel: () =>
      attempt(async () => {
        const { summary, experiment: made } = playground.main;
        if (!summary.value || !made.value)
          throw new Error('Save: expected a model, but there is none; train one first.');
        const { files, experiment, step } = await playground.ask('snapshot', { run: playground.main.id });
        const folder = `seq2seq-${experiment.task}-${step}`;
        download(`${folder}.tar`, writeTar(files.map(([name, bytes]) => [`${folder}/${name}`, bytes])));
        return `tar xf ${folder}.tar, then: npx seq2seq translate ${folder}`;
      }),
  };
};

/** A name that every system can have. */
const fileName = (name: string, ending: string): string =>
  `seq2seq-${name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')}.${ending}`;
