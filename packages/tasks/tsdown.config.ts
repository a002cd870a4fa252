import type { UserConfig } from 'tsdown';
import { packageBuild } from '../../tsdown.base.ts';

const build: UserConfig = packageBuild({
  index: 'src/index.ts',
  dates: 'src/dates/index.ts',
  g2p: 'src/g2p/index.ts',
  reverse: 'src/reverse/index.ts',
});

export default build;
