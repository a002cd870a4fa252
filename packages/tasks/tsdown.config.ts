import type { UserConfig } from 'tsdown';
import { packageBuild } from '../../tsdown.base.ts';

const build: UserConfig = packageBuild({
  index: 'src/index.ts',
  addition: 'src/addition/index.ts',
  copy: 'src/copy/index.ts',
  dates: 'src/dates/index.ts',
  g2p: 'src/g2p/index.ts',
  numbers: 'src/numbers/index.ts',
  phonics: 'src/phonics/index.ts',
  phrases: 'src/phrases/index.ts',
  reverse: 'src/reverse/index.ts',
  sort: 'src/sort/index.ts',
  translation: 'src/translation/index.ts',
});

export default build;
