// The options of `translate` that say how outputs are looked for, in the groups that its help shows.
import { type Command, Option } from '@commander-js/extra-typings';
import {
  anyNumber,
  collected,
  numberFromZero,
  positiveNumber,
  positiveNumbers,
  positiveShare,
  wholeNumber,
} from '../terminal/option-parsers.ts';

/** What may be asked for by its name. */
export const searchNames = [
  'greedy',
  'beam',
  'diverse-beam',
  'sampling',
  'stochastic-beam',
  'minimum-bayes-risk',
  'exhaustive',
] as const;
export type SearchName = (typeof searchNames)[number];

const utilityNames = ['edit-similarity', 'bleu', 'token-f1', 'exact-match'] as const;

/** Options as they were given; none has a default here. */
export type SearchCommandOptions = {
  readonly search?: SearchName | undefined;
  readonly searchConfig?: string | undefined;
  readonly beam?: number | undefined;
  readonly nBest?: number | undefined;
  readonly groups?: number | undefined;
  readonly diversity?: number | undefined;
  readonly stop?: 'bound' | 'first' | 'all' | undefined;
  readonly samples?: number | undefined;
  readonly seed?: number | undefined;
  readonly temperature?: number | undefined;
  readonly topK?: number | undefined;
  readonly topP?: number | undefined;
  readonly minP?: number | undefined;
  readonly typicalP?: number | undefined;
  readonly epsilon?: number | undefined;
  readonly utility?: (typeof utilityNames)[number] | undefined;
  readonly lengthPenalty?: 'power' | 'wu' | 'sockeye' | 'none' | undefined;
  readonly alpha?: number | undefined;
  readonly wordReward?: number | undefined;
  readonly coverage?: 'wu' | 'summary' | undefined;
  readonly coverageBeta?: number | undefined;
  readonly eosNormalization?: number | undefined;
  readonly prefix?: string | undefined;
  readonly ban?: readonly string[] | undefined;
  readonly require?: readonly string[] | undefined;
  readonly inOrder?: true | undefined;
  readonly allow?: readonly string[] | undefined;
  readonly banUnknown?: true | undefined;
  readonly pattern?: string | undefined;
  readonly minLength?: number | undefined;
  /** --no-repeat-ngram: true where it is not given, as commander has it for all that begins with --no. */
  readonly repeatNgram?: number | true | undefined;
  readonly repetitionPenalty?: number | undefined;
  readonly ensemble?: readonly string[] | undefined;
  readonly ensembleMode?: 'linear' | 'log-linear' | undefined;
  readonly ensembleWeights?: readonly number[] | undefined;
};

/** Adds them to a command. */
export const addSearchOptions = (command: Command): Command => {
  const count = wholeNumber(1);
  command.optionsGroup('Search:');
  command
    .addOption(
      new Option('--search <name>', 'how to look for outputs (default: beam, or greedy with --beam 1)').choices(
        searchNames,
      ),
    )
    .option('--beam <width>', 'beams: how many hypotheses to follow (default: 5; diverse-beam: 6)', count)
    .option('--n-best <count>', 'write this many outputs a line, as LINE<tab>RANK<tab>SCORE<tab>OUTPUT', count)
    .option('--groups <count>', "diverse-beam: groups that avoid each other's tokens (default: 3)", count)
    .option(
      '--diversity <nats>',
      'diverse-beam: the price of a token that another group took (default: 0.5)',
      numberFromZero,
    )
    .addOption(
      new Option(
        '--stop <rule>',
        'beams: when nothing alive can win, at the first end, or never (default: bound)',
      ).choices(['bound', 'first', 'all']),
    )
    .option(
      '--samples <count>',
      'how many outputs to draw; all are written, as with --n-best (default: 1; stochastic-beam: 5; minimum-bayes-risk: 16, of which it writes the best)',
      count,
    )
    .option('--seed <number>', 'what is drawn follows from it and the line (default: 0)', wholeNumber(0))
    .option('--temperature <number>', 'below 1 draws the probable more often (default: 1)', positiveNumber)
    .option('--top-k <count>', 'draws from the most probable tokens only', count)
    .option('--top-p <share>', 'draws from the most probable tokens with this probability together', positiveShare)
    .option('--min-p <share>', 'draws what is at least this many times as probable as the best', positiveShare)
    .option(
      '--typical-p <share>',
      'draws what is as surprising as is typical, with this probability together',
      positiveShare,
    )
    .option('--epsilon <share>', 'draws what is at least this probable', positiveShare)
    .addOption(
      new Option('--utility <name>', 'minimum-bayes-risk: how outputs are compared (default: edit-similarity)').choices(
        utilityNames,
      ),
    )
    .option('--search-config <file>', 'read the search from JSON instead of all of these but --n-best');
  command.optionsGroup('Scores:');
  command
    .addOption(
      new Option(
        '--length-penalty <name>',
        "divide log P by T^alpha, ((5+T)/6)^alpha, Sockeye's ((beta+T)/(beta+1))^alpha, or not (default: power)",
      ).choices(['power', 'wu', 'sockeye', 'none']),
    )
    .option('--alpha <number>', 'of the length penalty (default: 0.7; sockeye: 1)', numberFromZero)
    .option('--word-reward <nats>', 'added for each token', anyNumber)
    .addOption(
      new Option('--coverage <name>', 'punish what was not looked at (wu), or looked at again (summary)').choices([
        'wu',
        'summary',
      ]),
    )
    .option('--coverage-beta <number>', 'how much (default: 0.2; summary: 5)', numberFromZero)
    .option('--eos-normalization <number>', 'the end counts this many times S / T times', positiveNumber);
  command.optionsGroup('What outputs must obey:');
  command
    .option('--prefix <text>', 'begin with it')
    .option('--ban <phrase>', 'do not have it; may be repeated', collected)
    .option('--require <phrase>', 'have it; may be repeated', collected)
    .option('--in-order', 'have what is required in the order given')
    .option('--allow <words>', 'have no other words; may be repeated', collected)
    .option('--ban-unknown', 'do not have <unk>')
    .option('--pattern <expression>', 'match this regular expression as a whole')
    .option('--min-length <tokens>', 'have this many tokens, the end included', count)
    .option('--max-length <tokens>', 'most tokens of an output, its end included (default: as trained)', count)
    .option('--no-repeat-ngram <length>', 'have no sequence of so many tokens twice', count)
    .option('--repetition-penalty <factor>', 'multiply log P of what was said before, at least 1', positiveNumber);
  command.optionsGroup('Several models:');
  command
    .option('--ensemble <folder>', 'decide together with this model; may be repeated', collected)
    .option('--ensemble-weights <numbers>', 'one for each model, the first one first: 2,1,1', positiveNumbers)
    .addOption(
      new Option('--ensemble-mode <name>', 'mean of probabilities or of their logarithms (default: linear)').choices([
        'linear',
        'log-linear',
      ]),
    );
  return command;
};
