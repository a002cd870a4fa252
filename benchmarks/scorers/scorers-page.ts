// docs/results/scorers.md, whole: nobody writes in it by hand.
import { machineTable, notQuiet } from '../compare/machine-table.ts';
import { digitsOf, markdownTable } from '../compare/markdown-table.ts';
import { type Spread, spreadOf } from '../rounds/statistics.ts';
import { fastest, own, plainest } from './arms.ts';
import type { ArmTimes, ScorersReport, SectionTimes } from './measure-scorers.ts';

/** How many times the fastest built-in's step a user's scorer may take. */
const limit = 3;

export const scorersPage = (report: ScorersReport): string =>
  [
    '# What a scorer costs',
    introduction(report),
    ...notQuiet(report.machine, ': differences of a tenth mean nothing here'),
    conclusion(report.sections),
    ...report.sections.flatMap((section) => [`## ${section.title}`, sectionTable(section)]),
    '## What was measured',
    shapesText(report),
    machineTable(report, { libraries: [['TensorFlow.js', report.machine.tfjs]], isOneCoreUsed: true }),
  ]
    .join('\n\n')
    .concat('\n');

const introduction = ({ command, rounds }: ScorersReport): string =>
  `Written by \`${command}\`, all of it; every time is in [scorers.json](scorers.json). A training step is teacher forcing, ` +
  `back-propagation, clipping and Adam. The arms of a table differ in one part of attention and worked in turns, one step each, ${rounds} ` +
  'rounds, in one process **on one thread**. Times are those **of the processor**: others who work on the same machine slow the clock by far ' +
  'more. **A ratio is how many times as long a step takes**: the median of the rounds’ ratios, with the least and the greatest of them. ' +
  `With LSTMs \`${fastest}\` is the fastest built-in, a whole decoder as one operation; with GRUs it goes step by step as all others do. ` +
  `\`${plainest}\` is the plainest of those. *${own}* is the scorer of CONTRIBUTING.md, rule 34, in plain operations of TensorFlow.js.`;

const conclusion = (sections: readonly SectionTimes[]): string => {
  const ratios = sections.flatMap((section) => {
    const ratio = ratioTo(section, fastest, armOf(section, own));
    return ratio ? [ratio.median] : [];
  });
  const [least, greatest] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => digitsOf(ratio, 2));
  const verdict = Math.max(...ratios) <= limit ? 'within' : '**not** within';
  return `A user’s scorer takes ${least} to ${greatest} times as long as \`${fastest}\`, which is ${verdict} ${limit} times.`;
};

const sectionTable = (section: SectionTimes): string =>
  markdownTable(
    ['scorer', 'ms', 'least–greatest', 'ms on the clock', `ratio to ${fastest}`, '', `ratio to ${plainest}`],
    section.arms.map((arm) => {
      const [cpu, wall] = [spreadOf(arm.cpuMs), spreadOf(arm.wallMs)];
      const [toFastest, toPlainest] = [fastest, plainest].map((name) => ratioTo(section, name, arm));
      return [
        arm.name,
        digitsOf(cpu.median),
        `${digitsOf(cpu.least)}–${digitsOf(cpu.greatest)}`,
        digitsOf(wall.median),
        toFastest ? `**${digitsOf(toFastest.median, 2)}**` : '',
        toFastest ? `${digitsOf(toFastest.least, 2)}–${digitsOf(toFastest.greatest, 2)}` : '',
        toPlainest ? digitsOf(toPlainest.median, 2) : '',
      ];
    }),
  );

const armOf = ({ arms }: SectionTimes, name: string): ArmTimes | undefined => arms.find((arm) => arm.name === name);

/** How many times as long a step of an arm took as one of another in the same round; undefined if one of them is not there. */
export const ratioTo = (section: SectionTimes, name: string, arm: ArmTimes | undefined): Spread | undefined => {
  const other = armOf(section, name);
  return arm && other && spreadOf(arm.cpuMs.map((ms, round) => ms / (other.cpuMs[round] as number)));
};

const shapesText = ({ case: name, shapes }: ScorersReport): string =>
  `Case ${name}: vocabularies ${shapes.sourceVocabulary} and ${shapes.targetVocabulary}, embedding ${shapes.embedding}, ${shapes.units} units, ` +
  `batch ${shapes.batch}, ${shapes.sourceLength} source and ${shapes.targetLength} target tokens; a bidirectional LSTM encoder.`;
