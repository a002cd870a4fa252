// What the tour shows, in order. Each stop sets the page to what it speaks of, so that one may wander off and come back.
import type { Playground } from '../page/playground.ts';

export type Stop = {
  readonly title: string;
  readonly text: string;
  /** The part of the page that it speaks of. */
  readonly target: string;
  set(playground: Playground): void;
};

const view =
  (name: Playground['view']['value']) =>
  (playground: Playground): void => {
    playground.view.value = name;
  };

export const stops: readonly Stop[] = [
  {
    title: 'A model that fits in a tab',
    text: 'An encoder reads a date as people write it, a decoder writes it as a computer wants it. Everything happens here, in this tab: nothing is sent anywhere. Train starts it, Step takes one update, Reset gives it fresh weights.',
    target: '.transport',
    set: view('train'),
  },
  {
    title: 'Watch it learn',
    text: 'Training has begun. The loss says how surprised the model is by the right answers, in nats per token; below it, the share of held-out examples that it gets exactly right. The dashed line is of examples that it never learns from.',
    target: '.run-curves',
    set: (playground) => {
      view('train')(playground);
      playground.moment.value = undefined;
      const { phase } = playground.main;
      if (['recording', 'loading', 'ready', 'paused'].includes(phase.value)) void playground.play();
    },
  },
  {
    title: 'Where it looks',
    text: 'Each row is a token that the decoder writes, each column a token that it may look at; bright is much. At first it looks everywhere. When it has learned, each digit has its place.',
    target: '.film',
    set: (playground) => {
      view('train')(playground);
      playground.selected.value = 0;
    },
  },
  {
    title: 'Back in time',
    text: 'Every measure is a picture of this film. This is the first one, before any step: move the slider, or replay it, to see the alignment form.',
    target: '.film',
    set: (playground) => {
      view('train')(playground);
      playground.moment.value = 0;
    },
  },
  {
    title: 'Look inside a search',
    text: 'A trained model is asked by a search, which keeps a few best beginnings at each step and drops the rest. Here it can be walked through, step by step, and sent another way.',
    target: '#view',
    set: (playground) => {
      playground.moment.value = undefined;
      view('search')(playground);
    },
  },
  {
    title: 'Write your own attention',
    text: 'A scorer says how well a query fits each memory. Change one line of it, check it, train with it, and compare it with the others on the same seed. That is all: the rest is yours.',
    target: '#view',
    set: view('scorer'),
  },
];
