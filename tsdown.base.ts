import { defineConfig, type UserConfig } from 'tsdown';

/** One build for every package: ESM, declarations, and the two checks of the published shape. */
export const packageBuild = (entry: Record<string, string>, extra: UserConfig = {}): UserConfig =>
  defineConfig({
    entry,
    format: 'esm',
    platform: 'neutral',
    dts: true,
    sourcemap: true,
    publint: { strict: true },
    attw: { profile: 'esm-only', level: 'error' },
    ...extra,
  });
