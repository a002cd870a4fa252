// The cells of one stage: all of the weights that were searched last.
import { type BeamCell, cellOf, plansOf, type Stage } from './beam-cell.ts';

/** Those of one α on so many words, the narrowest beam first. */
export const stageCells = (
  stage: Stage,
  cells: readonly BeamCell[],
  { alpha, words }: Pick<BeamCell, 'alpha' | 'words'>,
): BeamCell[] => {
  const weights = cells.findLast(({ steps }) => steps === stage.steps)?.weights;
  if (weights === undefined) return [];
  return plansOf(stage, weights)
    .filter((plan) => plan.alpha === alpha && plan.words === words)
    .flatMap((plan) => cellOf(cells, plan) ?? []);
};
