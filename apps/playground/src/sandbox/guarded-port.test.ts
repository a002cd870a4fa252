import { expect, test } from 'vitest';
import { connectTrainer, type Listeners } from '../protocol/channel.ts';
import { guardedPort } from './guarded-port.ts';

type Told = { readonly breaches: string[]; readonly events: unknown[] };

/** The page's end and the other end of a guarded line, and what the page was told. */
const line = (now?: () => number) => {
  const { port1, port2 } = new MessageChannel();
  const told: Told = { breaches: [], events: [] };
  const hear = (event: unknown): void => void told.events.push(event);
  const listeners: Listeners = { frame: hear, stopped: hear, failed: hear };
  const client = connectTrainer(
    guardedPort(port1, (why) => told.breaches.push(why), now),
    listeners,
  );
  port2.start();
  return {
    told,
    client,
    send: (message: unknown) => port2.postMessage(message),
    /** Answers each question with this. */
    answerWith: (answer: unknown) =>
      port2.addEventListener('message', ({ data }) => {
        if (data.kind === 'question') port2.postMessage({ kind: 'answer', id: data.id, answer });
      }),
    close: () => port2.close(),
  };
};

/** Messages go one by one; when a later one has arrived, so has each before it. */
const untilHeard = async (count: () => number, wanted: number): Promise<void> => {
  while (count() < wanted) await new Promise((resolve) => setTimeout(resolve, 1));
};

const frame = {
  run: 'main',
  step: 3,
  epoch: 0,
  losses: Float32Array.of(1, Number.NaN),
  measures: [],
  stepsPerSecond: 1.5,
  seconds: 2,
};

test('what a trainer says comes through, diverging numbers too', async () => {
  const { told, send, client, answerWith, close } = line();
  answerWith({ tensors: 4, bytes: 16 });
  send({ kind: 'event', name: 'frame', event: { runs: [frame] } });
  expect(await client.ask('memory', {})).toEqual({ tensors: 4, bytes: 16 });
  expect(told).toEqual({ breaches: [], events: [{ runs: [frame] }] });
  close();
});

test.each<[string, unknown, RegExp]>([
  ['no message at all', 'hello', /what no trainer sends/],
  ['null', null, /what no trainer sends/],
  ['an unknown kind', { kind: 'question', id: 1, name: 'begin' }, /what no trainer sends/],
  ['an event of every object', { kind: 'event', name: 'toString', event: {} }, /does not know/],
  ['an event by the prototype', { kind: 'event', name: '__proto__', event: {} }, /does not know/],
  [
    'more than an event has',
    { kind: 'event', name: 'stopped', event: { run: 'main', reason: 'steps', html: '<b>' } },
    /event stopped has another shape/,
  ],
  [
    'a reason that is none',
    { kind: 'event', name: 'stopped', event: { run: 'main', reason: 'bored' } },
    /event stopped has another shape: reason/,
  ],
  [
    'numbers that are text',
    { kind: 'event', name: 'frame', event: { runs: [{ ...frame, step: '3' }] } },
    /event frame has another shape: runs\.0\.step/,
  ],
  [
    'a list that is huge',
    { kind: 'event', name: 'frame', event: { runs: Array.from({ length: 5000 }, () => frame) } },
    /event frame/,
  ],
  [
    'a text that is huge',
    { kind: 'event', name: 'failed', event: { run: 'main', step: 1, message: 'x'.repeat(50_000), isNotFinite: false } },
    /event failed/,
  ],
  [
    'a table that is not full',
    {
      kind: 'event',
      name: 'frame',
      event: {
        runs: [
          {
            ...frame,
            measures: [
              {
                step: 1,
                exact: 0,
                tokenAccuracy: 0,
                loss: 1,
                examples: [{ output: [], isRight: true, forced: { rows: 3, columns: 3, values: new Float32Array(8) } }],
              },
            ],
          },
        ],
      },
    },
    /event frame/,
  ],
  ['an answer that nobody asked for', { kind: 'answer', id: 7, answer: 1 }, /answered what nobody asked/],
])('the first thing that is wrong ends the line: %s', async (_, message, why) => {
  const { told, send, close } = line();
  send(message);
  send({ kind: 'event', name: 'frame', event: { runs: [frame] } });
  await untilHeard(() => told.breaches.length, 1);
  expect(told.breaches).toEqual([expect.stringMatching(why)]);
  expect(told.events).toEqual([]);
  close();
});

test('an answer has the shape of its question', async () => {
  const { told, client, answerWith, close } = line();
  answerWith({ tensors: 4, bytes: 'many' });
  void client.ask('memory', {}).catch(() => undefined);
  await untilHeard(() => told.breaches.length, 1);
  expect(told.breaches).toEqual([expect.stringMatching(/^the answer to memory has another shape: bytes/)]);
  close();
});

test('a prototype that travels as a key is refused and changes nothing', async () => {
  const { told, send, close } = line();
  send(
    JSON.parse(
      '{"kind":"event","name":"stopped","event":{"run":"main","reason":"steps","__proto__":{"polluted":true}}}',
    ),
  );
  await untilHeard(() => told.breaches.length + told.events.length, 1);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect(Object.getPrototypeOf(told.events[0] ?? {})).toBe(Object.prototype);
  close();
});

test('a flood ends the line; as much in as many seconds does not', async () => {
  let time = 0;
  const slow = line(() => time);
  const message = { kind: 'event', name: 'frame', event: { runs: [] } };
  for (let second = 0; second < 3; second++) {
    time = 1000 * second;
    for (let i = 0; i < 400; i++) slow.send(message);
    await untilHeard(() => slow.told.events.length, 400 * (second + 1));
  }
  expect(slow.told.breaches).toEqual([]);
  for (let i = 0; i < 5000; i++) slow.send(message);
  await untilHeard(() => slow.told.breaches.length, 1);
  expect(slow.told.breaches).toEqual(['it sent more messages than can be read']);
  expect(slow.told.events).toHaveLength(1300);
  slow.close();
});
