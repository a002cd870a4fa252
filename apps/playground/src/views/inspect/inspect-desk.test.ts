import { signal } from '@preact/signals';
import { expect, it } from 'vitest';
import { presets } from '../../experiment/presets.ts';
import { createRunState, type Phase } from '../../page/run-state.ts';
import type { Commands, InspectAnswer } from '../../protocol/messages.ts';
import { deskOf } from './inspect-desk.ts';

const answerTo = (text: string): InspectAnswer => ({
  ...{ sourceTokens: [...text], unknown: [], step: 7, likely: [] },
  outputs: [{ text, tokens: [...text], logProb: 0, score: 0, finished: true, tokenLogProbs: [] }],
});

/** A page that shows a run, and what its trainer is asked. */
const setting = (phase: Phase) => {
  const main = createRunState('main');
  main.phase.value = phase;
  main.experiment.value = presets.reverse.experiment;
  main.summary.value = {
    ...{ run: 'main', weights: 1, sourceVocabulary: 1, targetVocabulary: 1, trainExamples: 1, sample: [], step: 7 },
    pinned: [],
  };
  const asked: string[] = [];
  const input = signal('ab');
  const desk = deskOf({
    ...{ main, input, selected: signal(0) },
    ask: async <Name extends keyof Commands>(name: Name, request: Commands[Name]['request']) => {
      const { text } = request as { readonly text: string };
      asked.push(`${name} ${text}`);
      const told: unknown = answerTo(text);
      return told as Commands[Name]['answer'];
    },
  });
  return { main, input, asked, desk, settled: () => new Promise((resolve) => setTimeout(resolve)) };
};

it.each(['recording', 'loaded', 'ready', 'paused', 'stopped'] as const)('reads what is %s', async (phase) => {
  const { desk, asked, input, settled } = setting(phase);
  const end = desk.follow();
  await settled();
  input.value = 'cd';
  await settled();
  end();
  expect(asked).toEqual(['inspect ab', 'inspect cd']);
  expect(desk.shown.value?.outputs[0]?.text).toBe('cd');
});

it('asks nobody before there is a run', async () => {
  const { desk, asked, main, settled } = setting('loading');
  const end = desk.follow();
  await settled();
  main.phase.value = 'ready';
  await settled();
  end();
  expect(asked).toEqual(['inspect ab']);
});

it('asks nobody when making a run has failed: there is none', async () => {
  const { desk, asked, main, settled } = setting('failed');
  main.experiment.value = undefined;
  const end = desk.follow();
  await settled();
  end();
  expect(asked).toEqual([]);
});
