import { expect, test } from 'vitest';
import { presets } from '../experiment/presets.ts';
import { type Place, placeOf, createTrainers } from './trainers.ts';

const builtIn = presets.reverse.experiment;
const own = { ...builtIn, scorer: 'own' } as const;

/** Trainers that note what they are asked, as a line each. */
const noting = () => {
  const asked: string[] = [];
  const trainers = createTrainers(async (place: Place) => {
    asked.push(`${place} starts`);
    return {
      ask: async (name, request) => {
        const { run, runs } = request as { run?: string; runs?: string[] };
        asked.push([place, name, run ?? runs?.join('+')].filter((part) => part !== undefined).join(' '));
        return (name === 'snapshot' ? { experiment: builtIn, step: 7 } : undefined) as never;
      },
      close: () => void asked.push(`${place} ends`),
    };
  });
  return { asked, trainers };
};

test('only a model that attends by the user’s code is for the sandbox', () => {
  expect(placeOf(builtIn)).toBe('worker');
  expect(placeOf(own)).toBe('sandbox');
  expect(placeOf({ ...own, context: 'initial' })).toBe('worker');
});

test('a run that changes its place is taken from where it was; nothing starts before it is needed', async () => {
  const { asked, trainers } = noting();
  await trainers.ask('configure', { run: 'main', experiment: builtIn });
  await trainers.ask('step', { run: 'main', count: 1 });
  await trainers.ask('configure', { run: 'main', experiment: own });
  await trainers.ask('step', { run: 'main', count: 1 });
  expect(asked).toEqual([
    ...['worker starts', 'worker configure main', 'worker step main'],
    ...['worker remove main', 'sandbox starts', 'sandbox configure main', 'sandbox step main'],
  ]);
});

test('a run that nobody has is removed, and nobody starts for it', async () => {
  const { asked, trainers } = noting();
  await trainers.ask('remove', { run: 'main' });
  expect(asked).toEqual([]);
  await trainers.ask('configure', { run: 'main', experiment: own });
  await trainers.ask('remove', { run: 'main' });
  await trainers.ask('remove', { run: 'main' });
  expect(asked).toEqual(['sandbox starts', 'sandbox configure main', 'sandbox remove main']);
});

test('runs of both places play together, and those that are not named pause', async () => {
  const { asked, trainers } = noting();
  await trainers.ask('configure', { run: 'main', experiment: builtIn });
  await trainers.ask('configure', { run: 'other', experiment: builtIn });
  await trainers.ask('configure', { run: 'mine', experiment: own });
  asked.length = 0;
  await trainers.ask('play', { runs: ['main', 'mine'] });
  expect(asked).toEqual(['worker play main', 'sandbox play mine']);
  asked.length = 0;
  await trainers.ask('play', { runs: ['other'] });
  await trainers.ask('pause', {});
  expect(asked).toEqual(['worker play other', 'sandbox play ', 'worker pause', 'sandbox pause']);
});

test('a trainer that is gone is started anew when it is asked', async () => {
  const { asked, trainers } = noting();
  await trainers.ask('configure', { run: 'mine', experiment: own });
  trainers.forget('sandbox');
  asked.length = 0;
  await trainers.ask('configure', { run: 'mine', experiment: own });
  expect(asked).toEqual(['sandbox starts', 'sandbox configure mine']);
});

test('a trainer that is renewed has all its runs, before the old one ends', async () => {
  const { asked, trainers } = noting();
  await trainers.ask('configure', { run: 'main', experiment: builtIn });
  await trainers.ask('configure', { run: 'other', experiment: builtIn });
  await trainers.ask('configure', { run: 'mine', experiment: own });
  asked.length = 0;
  await trainers.renew('worker');
  expect(asked).toEqual([
    ...['worker snapshot main', 'worker snapshot other', 'worker starts'],
    ...['worker restore main', 'worker restore other', 'worker ends'],
  ]);
  asked.length = 0;
  await trainers.ask('step', { run: 'other', count: 1 });
  expect(asked).toEqual(['worker step other']);
});

test('a trainer stays if the one in its place does not begin', async () => {
  const asked: string[] = [];
  let isBroken = false;
  const trainers = createTrainers(async (place: Place) => {
    if (isBroken) throw new Error('does not start');
    return { ask: async (name) => void asked.push(`${place} ${name}`), close: () => void asked.push('ends') };
  });
  await trainers.ask('configure', { run: 'main', experiment: builtIn });
  isBroken = true;
  await expect(trainers.renew('worker')).rejects.toThrow('does not start');
  await trainers.ask('step', { run: 'main', count: 1 });
  expect(asked).toEqual(['worker configure', 'worker snapshot', 'worker step']);
});

test('a trainer stays if the one in its place cannot take its runs, and that one ends', async () => {
  const asked: string[] = [];
  let made = 0;
  const trainers = createTrainers(async () => {
    const name = ['first', 'second'][made++];
    return {
      ask: async (question) => {
        asked.push(`${name} ${question}`);
        if (question === 'restore') throw new Error('cannot be read');
      },
      close: () => void asked.push(`${name} ends`),
    };
  });
  await trainers.ask('configure', { run: 'main', experiment: builtIn });
  asked.length = 0;
  await expect(trainers.renew('worker')).rejects.toThrow('cannot be read');
  await trainers.ask('step', { run: 'main', count: 1 });
  expect(asked).toEqual(['first snapshot', 'second restore', 'second ends', 'first step']);
});
