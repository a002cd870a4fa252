// An experiment as a program: TypeScript that makes the same data, the same weights and takes the same steps with the toolkit's packages.
import { configOf, tokensOf } from '../experiment/config-of.ts';
import type { Experiment, TaskName } from '../experiment/experiment.ts';
import { readOwnPairs } from '../experiment/own-pairs.ts';
import type { BackendReport } from '../protocol/messages.ts';

export type ScriptOptions = {
  /** Where the run was computed: other kernels round otherwise. */
  readonly backend: BackendReport['name'];
  readonly steps: number;
};

/** Runs with Node 22.18 or newer as it stands, once the packages that it names are installed. It prints each step and its loss. */
export const exportScript = (experiment: Experiment, { backend, steps }: ScriptOptions): string => {
  const { imports, data, helpers = '' } = dataOf(experiment);
  const isOwn = experiment.context === 'attention' && experiment.scorer === 'own';
  const [used, scorer] = isOwn ? ['import { builtInScorers, ', scorerNote] : ['import { ', ''];
  return `// From the seq2seq playground. npm install ${packagesOf(experiment).join(' ')}
// node run.ts prints each step and its loss: the numbers that the playground showed.
import { createRandom } from '@seq2seq/core';
${imports}${used}createTextTrainer, textModelFor, translate, useBackend } from 'seq2seq';
${isOwn ? "import scorer from './scorer.ts';\n" : ''}
${scorer}await useBackend('${backend}');

const seed = ${experiment.seed};
${helpers}${data}
const pairs = data.train.map(({ source, targets }) => ({ source, target: targets[0] ?? [] }));

const textModel = textModelFor(pairs, ${JSON.stringify(configOf(experiment), null, 2)}${isOwn ? ', { scorers: { ...builtInScorers, own: scorer } }' : ''});
const trainer = createTextTrainer(textModel, {
  pairs,
  learningRate: () => ${experiment.learningRate},
  callbacks: [{ onStepEnd: ({ step, loss }) => console.log(\`\${step}\\t\${loss}\`) }],
});
await trainer.fit({ maxSteps: ${steps} });

const shown = data.dev.slice(0, 5).map(({ source }) => source);
for (const { source, translations } of await translate(textModel, shown.map((tokens) => textModel.source.tokenizer.detokenize(tokens)))) {
  console.error(\`\${source} → \${translations[0]?.text ?? ''}\`);
}
trainer.dispose();
textModel.dispose();
`;
};

const scorerNote = '// scorer.ts holds the text of the Scorer view.\n';

const packagesOf = ({ task }: Experiment): readonly string[] => [
  'seq2seq',
  '@seq2seq/core',
  ...(task === 'own' ? ['@seq2seq/text'] : ['@seq2seq/tasks']),
];

/** Makers that take lengths, and those that have their own. */
const makers: Readonly<
  Record<Exclude<TaskName, 'own' | 'g2p'>, { readonly name: string; readonly hasLengths: boolean }>
> = {
  reverse: { name: 'reverseTask', hasLengths: true },
  copy: { name: 'copyTask', hasLengths: true },
  sort: { name: 'sortTask', hasLengths: true },
  numbers: { name: 'numbersTask', hasLengths: true },
  addition: { name: 'additionTask', hasLengths: true },
  phrases: { name: 'phrasesTask', hasLengths: false },
  dates: { name: 'datesTask', hasLengths: false },
};

type DataText = { readonly imports: string; readonly data: string; readonly helpers?: string };

const dataOf = (experiment: Experiment): DataText => {
  const { task, shortest, longest, examples } = experiment;
  if (task === 'g2p') return g2pData(experiment);
  if (task === 'own') return ownData(experiment);
  const { name, hasLengths } = makers[task];
  const lengths = hasLengths ? `\n  minimumLength: ${shortest},\n  maximumLength: ${longest},` : '';
  return {
    imports: `import { ${name} } from '@seq2seq/tasks/${task}';\n`,
    data: `const data = ${name}({${lengths}
  examples: { train: ${examples}, dev: 200, test: 200 },
  random: createRandom(seed).fork('data'),
});`,
  };
};

/** Of more examples than are wanted, those that the playground chooses. */
const shuffled = `const random = createRandom(seed).fork('choice');
const shuffled = <Item>(items: readonly Item[]): readonly Item[] =>
  items
    .map((item) => ({ item, place: random.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
`;

const g2pData = ({ examples }: Experiment): DataText => ({
  imports: "import { g2pTask } from '@seq2seq/tasks/g2p';\n",
  helpers: shuffled,
  data: `const all = await g2pTask();
const data = {
  train: shuffled(all.train).slice(0, ${examples}),
  dev: shuffled(all.dev).slice(0, 200),
};`,
});

const ownData = (experiment: Experiment): DataText => {
  const { pairs } = readOwnPairs(experiment.ownPairs);
  const [tokens] = tokensOf(experiment);
  return {
    imports: "import { tokenizerOfType } from '@seq2seq/text';\n",
    helpers: shuffled,
    data: `const texts: readonly (readonly [source: string, target: string])[] = [
${pairs.map(({ source, target }) => `  ${JSON.stringify([source, target])},`).join('\n')}
];
const tokenizer = tokenizerOfType('${tokens}');
const targetsOf = new Map<string, string[]>();
for (const [source, target] of texts) targetsOf.set(source, [...(targetsOf.get(source) ?? []), target]);
const all = shuffled([...targetsOf]).map(([source, targets]) => ({
  source: tokenizer.tokenize(source),
  targets: targets.map((target) => tokenizer.tokenize(target)),
}));
const held = Math.min(Math.max(1, Math.floor(all.length / 20)), 200);
const data = { dev: all.slice(0, held), train: all.slice(2 * held).slice(0, ${experiment.examples}) };`,
  };
};
