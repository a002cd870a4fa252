// docs/results/what-attention-buys.md, whole: nobody writes in it by hand.
import { markdownTable } from '../compare/markdown-table.ts';
import type { LearningRun } from './learning-run.ts';
import { claimLine, differenceOf, runsOfArm, studyTable } from './study-tables.ts';
import type { Study } from './study.ts';

/** How the files beside the page are called. */
export const pageName = 'what-attention-buys';

export const curveFileOf = (study: Study): string => `${pageName}-${study.name}.svg`;

/** The page of all studies, with what there is of each. */
export const learningPage = (studies: readonly Study[], runs: readonly LearningRun[]): string =>
  [introduction(), summary(studies, runs), ...studies.flatMap((study) => section(study, runs)), machines(studies, runs)]
    .flat()
    .join('\n\n')
    .concat('\n');

const introduction = (): readonly string[] => [
  '# What attention buys',
  `Do claims of the papers come out with our models, at sizes that a laptop trains in a minute? Written by \`npm run nightly\`, all of it, from
[${pageName}.jsonl](${pageName}.jsonl), which has a line for each run: its config, its seed, and what came out. The command does what is
missing there and can be stopped with Ctrl-C and given again; to do a study anew, remove its lines.`,
  `Within a seed all arms learn from the same data in the same number of steps, and differ only in what the table says. Tables give **the mean**
and in brackets each seed. A claim **came out** if the 95 % interval of the paired differences (Student's t) is wholly on its side, the
opposite came out if it is wholly on the other, and else it is **too close to tell**, even where every seed points the same way: three seeds
only settle large differences. These are small models on invented data. What comes out here supports a claim; what does not come out
here may yet hold for models and data of another size. Outputs are greedy.`,
  `Two cautions. Of many claims held against 95 % intervals, one in twenty that is wrong comes out by chance. And the studies with five seeds
were planned with three and given two more after those had been seen, so an interval there that only just leaves out zero says less than
it seems to.`,
];

const summary = (studies: readonly Study[], runs: readonly LearningRun[]): readonly string[] => [
  '## In short',
  markdownTable(
    ['claim', 'it'],
    studies.flatMap((study) => [
      ...goalRows(study, runs),
      ...study.claims.map((claim) => [`${claim.says} (${linkTo(study)})`, differenceOf(study, claim, runs).verdict]),
    ]),
  ).replace('| --: |', '| --- |'),
];

const linkTo = ({ name }: Study): string => `[${name}](#${name})`;

/** Whether an arm gets as far as it should, by how many of its seeds. */
const goalRows = (study: Study, runs: readonly LearningRun[]): string[][] => {
  const { goal } = study;
  if (!goal) return [];
  return study.arms.map((arm) => {
    const own = runsOfArm(study, arm, runs);
    const reached = own.filter(({ isGoalReached }) => isGoalReached === true).length;
    const percent = Math.round(100 * goal.exact);
    return [
      `${percent} % of the held-out examples are exactly right (${linkTo(study)})`,
      own.length === 0 ? 'not run' : `reached by ${reached} of ${own.length} seeds`,
    ];
  });
};

const section = (study: Study, runs: readonly LearningRun[]): readonly string[] => [
  `<a id="${study.name}"></a>`,
  `## ${study.title}`,
  study.asks,
  `Data: ${study.about}. Model: ${study.model} ${stepsText(study)}`,
  studyTable(study, runs),
  ...(study.claims.length > 0 ? [study.claims.map((claim) => claimLine(study, claim, runs)).join('\n')] : []),
  ...(study.curve && hasRuns(study, runs) ? [`![${study.curve.title}](${curveFileOf(study)})`] : []),
  ...(study.also === undefined ? [] : [study.also]),
  `\`\`\`sh\nnpm run bench -- ${study.command}\n\`\`\``,
];

const hasRuns = (study: Study, runs: readonly LearningRun[]): boolean =>
  study.arms.some((arm) => runsOfArm(study, arm, runs).length > 0);

const stepsText = ({ steps, goal, seeds }: Study): string => {
  const count = steps.toLocaleString('en-US');
  const limit = goal
    ? `Looked at every ${goal.everySteps} steps; a run that does not reach the goal ends at ${count}`
    : `${count} steps each`;
  return `${limit}; ${seeds.length} seeds.`;
};

/** On what, when, and with which of our versions: runs of one page may be of several. */
const machines = (studies: readonly Study[], runs: readonly LearningRun[]): readonly string[] => {
  const rows = studies.flatMap((study) => {
    const own = study.arms.flatMap((arm) => runsOfArm(study, arm, runs));
    if (own.length === 0) return [];
    const dates = own.map(({ date }) => date.slice(0, 10)).toSorted();
    const days = [...new Set([dates[0], dates.at(-1)])].join(' to ');
    const several = (of: (run: LearningRun) => string): string => [...new Set(own.map(of))].join(', ');
    const cpu = own.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
    return [
      [
        study.name,
        `${own.length}`,
        days,
        `${Math.round(cpu / 60)} min`,
        several(({ revision }) => revision),
        several(({ processor, node }) => `${processor}, Node ${node}`),
      ],
    ];
  });
  if (rows.length === 0) return [];
  return [
    '## What was run',
    'On one thread each. Processor time is that of training alone; other work on the machine does not count in it, but slows it.',
    markdownTable(['study', 'runs', 'date', 'processor time', 'our revision', 'machine'], rows),
  ];
};
