import type { ScorerKind } from '@seq2seq/attention';
import { loadScorer } from '../load-scorer.ts';
import type { Watch } from '../watch.ts';

const nobody: Watch = { enter: () => undefined, leave: () => undefined };

/** Loads a scorer as the sandbox does; Node imports no blobs, but data addresses. */
export const loadInNode = (code: string, watch: Watch = nobody): Promise<ScorerKind<never>> =>
  loadScorer(code, {
    watch,
    importModule: (source) => import(`data:text/javascript,${encodeURIComponent(source)}`),
  });
