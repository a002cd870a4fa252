// Is this a scorer, and can it be trained? A look at its shapes in the sizes of the experiment, at the gradients of its weights, and
// then all laws of the contract kit, which do not know this app.
import type { ScorerKind } from '@seq2seq/attention';
import { checkScorerContract } from '@seq2seq/attention/testing';
import { createParameterStore, createRandom, fromSeed, type ParameterStore } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Experiment } from '../experiment/experiment.ts';
import type { ScorerFinding, ScorerReport } from '../protocol/messages.ts';
import { explainProblem } from './explain-problem.ts';

/** B and S of the trial, as messages name them. */
const trial = { rows: 32, positions: 10 };

/** Q and D of the contract's trials: small, and equal where the experiment's are, which a product of query and memory needs. */
const contractSize = 4;

/** Checks one thing after another, up to what makes the rest senseless. */
export const checkScorer = async (kind: ScorerKind<never>, { units, seed }: Experiment): Promise<ScorerReport> => {
  const findings: ScorerFinding[] = [];
  const attempt = async <T>(what: string, work: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      const result = await work();
      findings.push({ what });
      return result;
    } catch (error) {
      findings.push({ what, problem: explainProblem(error instanceof Error ? error.message : String(error)) });
      return undefined;
    }
  };
  const weights = await attempt(`gives [${trial.rows}, ${trial.positions}] scores`, () => probe(kind, units, seed));
  if (!weights) return { findings, weights: [] };
  let broken = '';
  try {
    await checkScorerContract(kind, {} as never, {
      sizes: { querySize: contractSize, memorySize: contractSize },
      usesPositions: true,
      onLawKept: (what) => findings.push({ what }),
    });
  } catch (error) {
    broken = error instanceof Error ? error.message : String(error);
    const [, what = 'keeps the contract', problem = broken] = /^scorer contract: ([^:]+): (.*)$/s.exec(broken) ?? [];
    findings.push({ what, problem: explainProblem(problem) });
  }
  return { findings, weights };
};

/** One step of scores in the experiment's sizes, and which weights learn from them. */
const probe = (kind: ScorerKind<never>, units: number, seed: number): ScorerReport['weights'] => {
  const store = createParameterStore(fromSeed(seed));
  try {
    const scorer = kind.create({ querySize: units, memorySize: units }, {} as never, store);
    const { rows, positions } = trial;
    const random = createRandom(seed).fork('trial');
    const draw = (...shape: number[]): tf.Tensor =>
      tf.tensor(
        Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => 2 * random.next() - 1),
        shape,
      );
    const evenly = (): tf.Tensor2D => tf.div(tf.ones([rows, positions]), positions);
    const objective = (): tf.Scalar => {
      const keys = scorer.prepare(draw(rows, positions, units) as tf.Tensor3D);
      const scores = scorer.score(draw(rows, units) as tf.Tensor2D, keys, {
        position: tf.zeros([rows, 1]),
        previous: evenly(),
        coverage: evenly(),
        notes: scorer.begin?.(keys) ?? {},
      });
      return tf.sum(tf.square(scores));
    };
    tf.tidy(() => void objective());
    return [...store.entries()].map(([name, weight]) => ({
      name,
      shape: weight.shape,
      learns: learns(objective, store, name),
    }));
  } finally {
    store.dispose();
  }
};

/** Whether the objective has a slope by a weight; what has no gradient at all is a matter of the contract. */
const learns = (objective: () => tf.Scalar, store: ParameterStore, name: string): boolean => {
  const weight = new Map(store.entries()).get(name)!;
  try {
    return tf.tidy(() => {
      const { grads } = tf.variableGrads(objective, [weight]);
      const gradient = grads[weight.name];
      return gradient !== undefined && tf.max(tf.abs(gradient)).dataSync()[0] !== 0;
    });
  } catch {
    return false;
  }
};
