import type { Playground } from '../page/playground.ts';
import { download } from '../storage/download.ts';
import { encodeExperiment } from '../storage/experiment-file.ts';
import { exportScript } from './export-script.ts';
import { runJson } from './run-json.ts';

/** What of a run can be taken along without its weights. */
export const downloadAs = (playground: Playground, what: 'experiment' | 'script' | 'numbers'): void => {
  const { experiment, main, backend } = playground;
  const name = `seq2seq-${experiment.value.task}`;
  if (what === 'experiment') {
    download(`${name}.experiment.json`, textOf(encodeExperiment(experiment.value), 'application/json'));
  } else if (what === 'numbers') {
    download(`${name}.run.json`, textOf(runJson(playground), 'application/json'));
  } else {
    const steps = main.step.value || experiment.value.stopSteps;
    const made = main.experiment.value ?? experiment.value;
    const script = exportScript(made, { backend: backend.value?.name ?? 'simd', steps });
    download(`${name}.ts`, textOf(script, 'text/typescript'));
    // The program imports it.
    if (script.includes("from './scorer.ts'")) download('scorer.ts', textOf(made.ownScorer, 'text/typescript'));
  }
};

const textOf = (text: string, type: string): Blob => new Blob([text], { type });
