import type { UserConfig } from 'tsdown';
import { packageBuild } from '../../tsdown.base.ts';

const config: UserConfig = packageBuild({
  index: 'src/index.ts',
  node: 'src/node/index.ts',
  testing: 'testing/index.ts',
});

export default config;
