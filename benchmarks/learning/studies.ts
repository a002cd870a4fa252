// All studies, in the order of the page.
import { ladder } from './studies/ladder.ts';
import { linksStudies } from './studies/links.ts';
import { longWords } from './studies/long-words.ts';
import { masteryStudies } from './studies/mastery.ts';
import { type ScanFiles, scanStudy } from './studies/scan.ts';
import { depth, depthLong, reversedSource } from './studies/sutskever.ts';
import type { Study } from './study.ts';

export const studies = (scan?: ScanFiles): readonly Study[] => [
  ladder,
  ...masteryStudies,
  longWords,
  ...linksStudies,
  reversedSource,
  depth,
  depthLong,
  scanStudy(scan),
];
