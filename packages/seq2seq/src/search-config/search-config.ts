// A search as plain JSON: which strategy, what it ranks by and when it ends.
import type { StopRule } from '@seq2seq/search';
import type { ScoringConfig, ScoringConfigInput } from './scoring-config.ts';
import type { UtilityName } from './utility.ts';

/** Where outputs come from, with every default filled in; see the strategies of `@seq2seq/search`. */
export type StrategyConfig = { readonly scoring: ScoringConfig } & (
  | { readonly type: 'greedy' }
  | { readonly type: 'beam'; readonly width: number; readonly nBest: number; readonly stop: StopRule }
  | {
      readonly type: 'diverse-beam';
      readonly width: number;
      readonly groups: number;
      readonly strength: number;
      /** By default one of each group. */
      readonly nBest?: number;
      readonly stop: StopRule;
    }
  | {
      readonly type: 'sampling';
      readonly samples: number;
      readonly seed: number;
      readonly temperature: number;
      readonly topK?: number;
      readonly topP?: number;
      readonly minP?: number;
      readonly typicalP?: number;
      readonly epsilon?: number;
    }
  | { readonly type: 'stochastic-beam'; readonly width: number; readonly seed: number }
  | { readonly type: 'exhaustive'; readonly nBest: number; readonly maxRows: number }
);

/** The outputs of another strategy, ranked by how well they agree. */
export type MinimumBayesRiskConfig = {
  readonly type: 'minimum-bayes-risk';
  readonly over: StrategyConfig;
  /** What two outputs are compared by, token for token. */
  readonly utility: UtilityName;
  readonly weights: 'uniform' | 'probability';
  readonly nBest: number;
};

/** When a search ends, whatever its strategy. */
export type SearchLimitsConfig = {
  readonly maxSteps?: number;
  /** After this much time no further step of a batch is begun; what is found then depends on the machine. */
  readonly timeLimitMs?: number;
  /** At most this many tokens for each position that the model attends to: the source's tokens and its end. */
  readonly maxLengthFactor?: number;
};

/** A search with every default filled in. */
export type SearchConfig = (StrategyConfig | MinimumBayesRiskConfig) & { readonly limits: SearchLimitsConfig };

type WrittenStrategy<Config extends StrategyConfig = StrategyConfig> = Config extends StrategyConfig
  ?
      | Config['type']
      | ({ readonly type: Config['type']; readonly scoring?: ScoringConfigInput } & Partial<
          Omit<Config, 'type' | 'scoring'>
        >)
  : never;

/** A search as one writes it: a name, or `{ type: name }` with the options that differ from the defaults. */
export type SearchConfigInput =
  | WithLimits<WrittenStrategy>
  | WithLimits<
      | 'minimum-bayes-risk'
      | ({ readonly type: 'minimum-bayes-risk'; readonly over?: WrittenStrategy } & Partial<
          Omit<MinimumBayesRiskConfig, 'type' | 'over'>
        >)
    >;

type WithLimits<Written> = Written extends string ? Written : Written & { readonly limits?: SearchLimitsConfig };
