import type { Notice, Playground } from './playground.ts';

/** What helps a run whose numbers have run away. */
export const gentlerActions = (playground: Playground): Notice['actions'] => {
  const goOn = (key: 'learningRate' | 'clip', factor: number): void => {
    playground.notice.value = undefined;
    playground.edit({ [key]: playground.experiment.value[key] * factor });
    void playground.play();
  };
  return [
    { label: 'Divide the learning rate by 3 and go on', act: () => goOn('learningRate', 1 / 3) },
    { label: 'Clip gradients harder and start again', act: () => goOn('clip', 1 / 5) },
  ];
};
