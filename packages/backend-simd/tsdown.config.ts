import type { UserConfig } from 'tsdown';
import { packageBuild } from '../../tsdown.base.ts';

const config: UserConfig = packageBuild({ index: 'src/index.ts' });

export default config;
